"""Runs `kyyeu diff`, which shows a reviewer what a pull request changes, in text and in pictures."""

import argparse
from pathlib import Path

from kyyeu.commands.command import DATE, DONE, PARALLEL, Command, option, today


def _diff(options: argparse.Namespace) -> int:
    from kyyeu.outputs.review.review_formats import FORMATS
    from kyyeu.review import review

    changes = review(
        options.root,
        options.base,
        options.head,
        today(options),
        jobs=options.jobs,
        wait=options.wait,
        records_only=options.records,
        pictures=options.pictures,
    )
    print(FORMATS[options.format](changes), end="")
    return DONE


COMMAND = Command(
    "diff",
    "nói nội dung đổi những gì so với một nhánh: hồ sơ, người mới công khai, trang",
    _diff,
    (
        option("base", metavar="GỐC", help="nhánh hay lần ghi để so, ví dụ main hoặc origin/main"),
        option(
            "head",
            nargs="?",
            default="",
            metavar="BẢN_SỬA",
            help="nhánh hay lần ghi có bản sửa; bỏ trống thì lấy thư mục này",
        ),
        option(
            "--format",
            choices=("text", "markdown", "json"),
            default="text",
            metavar="DẠNG",
            help="text: cho người đọc; markdown: lời nhắn trên kho mã; json: cho chương trình khác",
        ),
        option("--records", action="store_true", help="chỉ so bản ghi, không dựng trang và ấn phẩm"),
        option(
            "--pictures", type=Path, metavar="THƯ_MỤC", help="ghi vào đây ảnh trước và sau của trang thay đổi"
        ),
        DATE,
    ),
    parents=(PARALLEL,),
)
