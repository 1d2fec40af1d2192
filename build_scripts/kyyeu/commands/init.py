"""Runs `kyyeu init`, which writes the files of a new project with content but without program code."""

import argparse
from pathlib import Path

from kyyeu import reading
from kyyeu.commands.command import DONE, Command, option
from kyyeu.outputs.editor.new_project import current_cycle, new_project

_NEXT = """Đã viết {count} tệp vào {folder}. Việc tiếp theo:
  1. Đặt tệp chương trình kyyeu-….whl vào {folder}. cd {folder}, git init -b main, rồi make site: máy cài
     chương trình, kiểm tra, dựng trang vào site/.
  2. Sửa địa chỉ, liên hệ trong data/site.yml; lời giới thiệu trong content/index.md, content/gioi-thieu.md.
  3. Mỗi đơn vị: kyyeu new unit thpt-ten-truong; sau đó gửi sổ Excel: kyyeu workbook thpt-ten-truong.
  4. kyyeu format, kyyeu editor, kyyeu check, rồi ghi vào git."""


def _init(options: argparse.Namespace) -> int:
    cycle = options.cycle or current_cycle(reading.today())
    files = new_project(options.folder, options.department, options.url, options.email, cycle)
    print(_NEXT.format(count=len(files), folder=options.folder))
    return DONE


COMMAND = Command(
    "init",
    "viết một dự án mới, chỉ có nội dung, không có mã chương trình",
    _init,
    (
        option("folder", type=Path, metavar="THƯ_MỤC", help="thư mục mới hoặc còn trống"),
        option(
            "--department",
            required=True,
            metavar="TÊN",
            help="tên đầy đủ của Sở, ví dụ “Sở Giáo dục và Đào tạo tỉnh Phú Thọ”",
        ),
        option(
            "--url",
            default="",
            metavar="ĐỊA_CHỈ",
            help="địa chỉ công khai của trang, ví dụ https://kyyeu.so.example/",
        ),
        option("--email", default="", metavar="THƯ", help="thư điện tử nhận yêu cầu đính chính, gỡ bỏ"),
        option(
            "--cycle",
            default="",
            metavar="GIAI_ĐOẠN",
            help="giai đoạn của kỷ yếu, ví dụ 2025-2030 (mặc định: giai đoạn đang tới)",
        ),
    ),
    needs_project=False,
)
