"""Runs `kyyeu comment`, which posts a review as a comment on a pull request."""

import argparse
import os
from pathlib import Path

from kyyeu.commands.command import DONE, Command, option


def _comment(options: argparse.Namespace) -> int:
    from kyyeu.outputs.review.request_comment import post, target

    if not post(target(os.environ), options.file):
        print("Không đề nghị nào đang mở có lần ghi này; không ghi lời nhắn.")
    return DONE


COMMAND = Command(
    "comment",
    "ghi kết quả của kyyeu review thành lời nhắn trên kho mã (máy của kho mã gọi lệnh này)",
    _comment,
    (option("file", type=Path, metavar="TỆP", help="tệp comment.md mà kyyeu review đã viết"),),
    needs_project=False,
)
