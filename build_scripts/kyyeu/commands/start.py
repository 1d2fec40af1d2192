"""Runs `kyyeu start`, which turns the demonstration content into an empty project for a department."""

import argparse

from kyyeu import reading
from kyyeu.commands.command import CONTENT, DONE, Command, messages, option
from kyyeu.outputs.editor.start import start
from kyyeu.problems import has_errors

_NEXT = """Đã bỏ {removed} tệp của bản minh họa. \
Còn lại: danh mục khen thưởng, văn bản, phong trào, chương trình, đề cương, bài hướng dẫn.
Việc tiếp theo:
  1. Sửa tên trang, địa chỉ, liên hệ trong data/site.yml; tên Sở trong data/units/so-gddt/unit.yml; \
lời giới thiệu ở đầu content/.
  2. Giai đoạn khác 2015 - 2020: kyyeu new cycle 2025-2030, rồi sửa cycle trong data/site.yml.
  3. Mỗi đơn vị: kyyeu new unit thpt-ten-truong; sau đó gửi sổ Excel: kyyeu workbook thpt-ten-truong.
  4. kyyeu editor, kyyeu check, rồi ghi vào git."""


def _start(options: argparse.Namespace) -> int:
    removed = start(options.root, options.department, options.url, options.email)
    print(_NEXT.format(removed=removed))
    result = reading.check(options.root, reading.today())
    for line in messages(options, result.library).lines(sorted(set(result.problems))):
        print(line)
    return CONTENT if has_errors(result.problems) else DONE


COMMAND = Command(
    "start",
    "bỏ nội dung minh họa, giữ các danh mục, để bắt đầu dự án của mình",
    _start,
    (
        option(
            "--department",
            default="",
            metavar="TÊN",
            help="tên Sở, ví dụ “Sở Giáo dục và Đào tạo tỉnh Hòa Bình” (mặc định: giữ tên có sẵn)",
        ),
        option(
            "--url",
            default="",
            metavar="ĐỊA_CHỈ",
            help="địa chỉ công khai của trang, ví dụ https://kyyeu.so.example/",
        ),
        option("--email", default="", metavar="THƯ", help="thư điện tử nhận yêu cầu đính chính, gỡ bỏ"),
    ),
)
