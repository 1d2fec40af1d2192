"""Runs `kyyeu diff`, which shows a reviewer in texts and pictures what a pull request changes."""

import argparse
from pathlib import Path

from kyyeu.commands.command import DONE, Commands, Parser, day, today


def add(commands: Commands, shared: Parser, parallel: Parser) -> None:
    """Adds the command `kyyeu diff` to the parser."""
    diff = commands.add_parser(
        "diff",
        parents=[parallel],
        help="nói nội dung đổi những gì so với một nhánh: hồ sơ, người mới công khai, trang",
    )
    diff.add_argument("base", metavar="GỐC", help="nhánh hay lần ghi để so, ví dụ main hoặc origin/main")
    diff.add_argument(
        "head",
        nargs="?",
        default="",
        metavar="BẢN_SỬA",
        help="nhánh hay lần ghi có bản sửa; bỏ trống thì lấy thư mục này",
    )
    diff.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        metavar="DẠNG",
        help="text: cho người đọc; markdown: lời nhắn trên kho mã; json: cho chương trình khác",
    )
    diff.add_argument("--records", action="store_true", help="chỉ so bản ghi, không dựng trang và ấn phẩm")
    diff.add_argument(
        "--pictures",
        type=Path,
        default=None,
        metavar="THƯ_MỤC",
        help="ghi vào đây ảnh trước và sau của trang thay đổi",
    )
    diff.add_argument(
        "--date",
        type=day,
        default=None,
        metavar="NGÀY",
        help="ngày xét phiếu đồng ý và tên đơn vị (mặc định: hôm nay)",
    )
    diff.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    from kyyeu.outputs.review.review_formats import FORMATS
    from kyyeu.review import review

    changes = review(
        options.root,
        options.base,
        options.head,
        today(options),
        jobs=options.jobs,
        records_only=options.records,
        pictures=options.pictures,
    )
    print(FORMATS[options.format](changes), end="")
    return DONE
