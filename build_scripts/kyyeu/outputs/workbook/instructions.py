"""Writes the first sheet of a unit's workbook: instructions for a school secretary who is new to it."""

from datetime import date

from xlsxwriter import Workbook

from kyyeu.outputs.excel_file import A4
from kyyeu.outputs.workbook.sheets import CATALOGUE, INSTRUCTIONS, SHEETS, left_out
from kyyeu.vietnamese import short_date

FONT = "Arial"
STEPS = (
    (
        "Cách điền",
        (
            "Mỗi trang tính (chọn ở hàng dưới cùng) là một loại thông tin; "
            "mỗi dòng là một người, một khen thưởng, một phong trào…",
            "Cột có dấu (*) phải điền. Ô chưa biết thì để trống; không tự đặt số văn bản, ngày tháng.",
            "Chọn một ô để thấy lời hướng dẫn. Ô có mũi tên ở góc phải thì chọn trong danh sách.",
            "Điền trang “Điển hình” trước, rồi sang các trang “Thành tích”, “Khen thưởng”, “Tôn vinh”, “Bài "
            "viết”: "
            "cột đầu ở các trang ấy chọn tên điển hình.",
            "Dòng mới viết tiếp ngay dưới dòng cuối. Mỗi thành tích, mỗi khen thưởng một dòng, dòng nào cũng "
            "có tên ở cột đầu.",
            "Ngày gõ dạng 05/01/2020. Số nghìn gõ liền (1250), phần lẻ dùng dấu phẩy (97,4).",
            "Một ô nhiều mục (ví dụ chức vụ): mỗi mục một dòng, xuống dòng trong ô bằng Alt+Enter.",
            "Bài viết: chép bài từ Word, chọn ô “Đoạn văn” rồi dán; mỗi đoạn tự rơi vào một dòng, cột tên "
            "chỉ cần ghi ở dòng đầu. "
            "Đầu mục trong bài: gõ ## và một dấu cách ở trước, ví dụ: ## Lớp học buổi tối.",
            "Hội nghị: điền trang “Hội nghị” trước, rồi “Phiên họp”, “Chương trình”. "
            "Mỗi mục chương trình một dòng, theo thứ tự: chọn ở cột "
            "“Mục chính thức”; mục riêng thì để trống cột ấy, ghi tên ở cột “Nội dung”. Giờ gõ dạng 07:30.",
            "Một mục có hai người thực hiện, một ảnh có hai người nhận ra được: "
            "người thứ hai ghi ở dòng ngay dưới, "
            "chỉ điền các cột về người ấy.",
            "Đơn vị chỉ có một hội nghị thì ở các trang của hội nghị không cần chọn tên hội nghị ở cột đầu.",
            "Tham luận, tin: ghi tên bài ở trang “Tham luận”, “Tin”; nội dung dán vào trang “Bài tham luận”, "
            "“Bài tin”, như bài về điển hình.",
            "Chép từ bảng khác sang: dùng Dán giá trị (Paste Values). Không gộp ô, không dùng công thức.",
        ),
    ),
    (
        "Phiếu đồng ý",
        (
            "Chưa có số phiếu đồng ý thì người đó không hiện ở đâu, cả trên trang lẫn bản in. "
            "Bản giấy giữ tại đơn vị.",
            "Cột “phạm vi”: chọn Có ở từng việc người đó đồng ý: trang công khai (trên mạng), bản in, dữ "
            "liệu mở (ai cũng tải về được).",
            "Người làm việc của chức vụ mình (chủ trì, khai mạc, phát biểu chỉ đạo) không cần phiếu; "
            "điển hình, học sinh thì cần.",
            "Ảnh có người nhận ra được: ghi từng người ở cột hoặc trang “Người trong ảnh”; "
            "thiếu phiếu của một người thì ảnh không đăng.",
            "Người chưa đủ 18 tuổi: ghi độ tuổi; cần cả em (từ đủ 07 tuổi) và cha, mẹ hoặc người giám hộ "
            "đồng ý.",
        ),
    ),
    (
        "Ảnh",
        (
            "Ghi tên tệp ảnh vào ô “tệp ảnh”, ví dụ co-lan.jpg hoặc Ảnh cô Lan.JPG; "
            "gửi kèm sổ một thư mục hoặc tệp .zip có mọi ảnh.",
            "Ảnh chân dung 3 × 4, bản gốc từ máy ảnh hoặc điện thoại; đừng dán ảnh vào ô tính.",
        ),
    ),
    (
        "Sửa và xóa",
        (
            "Cột “Mã” do chương trình ghi: dòng mới để trống, dòng cũ giữ nguyên.",
            "Xóa một dòng trong sổ không làm mất hồ sơ đã có: chương trình nêu tên để người phụ trách ở Sở "
            "hỏi lại.",
            "Người đã đồng ý nay rút lại: ghi ngày ở cột “Phiếu đồng ý: "
            "rút lại” (cả ở trang “Đại biểu” nếu có), và báo Sở ngay trong ngày.",
            "Cột tự thêm không được nhập, nhưng cũng không làm hỏng sổ.",
        ),
    ),
    (
        "Gửi lại",
        (
            "Lưu đúng dạng .xlsx (Excel Workbook) rồi gửi cho người phụ trách ở Sở cùng thư mục ảnh. "
            "Sổ có thông tin riêng: gửi đúng người, "
            "không đăng lên mạng.",
            "Nếu có chỗ sai, đơn vị nhận lại một danh sách ghi rõ từng ô, ví dụ Điển hình!H7; "
            "sửa xong gửi lại cả sổ.",
        ),
    ),
)


def write_instructions(book: Workbook, title: str, unit: str, day: date) -> None:
    """Adds the sheet of instructions to a new workbook. `title` is the unit's name, `unit` its id."""
    page = book.add_worksheet(INSTRUCTIONS)
    common = {"font_name": FONT, "font_size": 11, "valign": "top"}
    plain, number = (
        book.add_format({**common, "text_wrap": True}),
        book.add_format({**common, "align": "center", "font_color": "#7A1F1F"}),
    )
    strong = book.add_format({**common, "bold": True, "font_size": 12, "font_color": "#7A1F1F"})
    page.set_column(0, 0, 5, number)
    page.set_column(1, 1, 26, plain)
    page.set_column(2, 2, 78, plain)
    page.hide_gridlines(2)
    page.set_row(0, 26)
    page.write_string(
        0,
        1,
        "SỔ NHẬP LIỆU KỶ YẾU",
        book.add_format({**common, "bold": True, "font_size": 16, "font_color": "#7A1F1F"}),
    )
    for row, (label, value) in enumerate(
        (("Đơn vị", title), ("Mã đơn vị", unit), ("Lấy ngày", short_date(day))), start=1
    ):
        page.write_string(row, 1, label, plain)
        page.write_string(row, 2, value, plain)
    row = 5
    omitted_fields = (
        "Không có trong sổ",
        (
            f"Chỉ Sở sửa: {'; '.join(left_out())}; cùng mọi mục trong danh sách chọn. "
            "Cần đổi thì ghi vào thư gửi kèm sổ.",
            "Báo cáo tổng kết viết bằng Word như mọi khi, gửi riêng.",
        ),
    )
    # About this many characters fit on one line of a merged cell in the sheet of instructions.
    line_length = 120
    for head, sentences in (*STEPS, omitted_fields):
        page.write_string(row, 1, head, strong)
        for count, sentence in enumerate(sentences, start=1):
            page.write_number(row + count, 0, count, number)
            page.merge_range(row + count, 1, row + count, 2, sentence, plain)
            page.set_row(row + count, 15 * (1 + len(sentence) // line_length))
        row += len(sentences) + 2
    page.write_string(row, 1, "Các trang", strong)
    link = book.add_format({**common, "font_color": "#1A4F8B", "underline": 1})
    rows = [(sheet.title, sheet.about) for sheet in SHEETS]
    for place, (name, about) in enumerate(
        [*rows, (CATALOGUE, "Các mục để chọn; chỉ đọc, không sửa.")], start=row + 1
    ):
        page.write_url(place, 1, f"internal:'{name}'!A1", link, name)
        page.write_string(place, 2, about, plain)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
    page.protect()
