"""Runs `kyyeu status`, which shows the department what its units still owe, and writes reminders to them."""

import argparse
import json
import sys
from pathlib import Path

from kyyeu.commands.command import CONTENT, DONE, SHARED, Command, day, option, today
from kyyeu.outputs.status import status_formats
from kyyeu.outputs.status.gather import Gathered, fonts, gather
from kyyeu.outputs.status.private_file import write_inside
from kyyeu.outputs.status.status_page import page
from kyyeu.problems import Severity, UsageError
from kyyeu.reading import TIMEZONE
from kyyeu.resources import THEME
from kyyeu.views.office.reminders import reminders
from kyyeu.work.repeat import PICTURES

NAME = "print/tinh-hinh"


def _status(options: argparse.Namespace) -> int:
    form = options.format or ("json" if options.json else "text")
    contradictions = (
        (
            options.json and options.format not in (None, "json"),
            "--json và --format không dùng cùng nhau: --json là --format json",
        ),
        (options.until and not options.reminders, "--until chỉ dùng cùng --reminders"),
        (
            options.until and options.until < today(options),
            "hạn mới --until đã qua; chọn một ngày từ hôm nay trở đi",
        ),
        (
            options.reminders and form not in ("text", "json"),
            "lời nhắc chỉ có dạng text và json; công văn đôn đốc dạng Word: kyyeu print don-doc",
        ),
    )
    for contradicts, complaint in contradictions:
        if contradicts:
            raise UsageError(complaint)
    gathered = gather(options.root, today(options), TIMEZONE, PICTURES, options.cycle, options.unit)
    data = (_reminders if options.reminders else _overview)(gathered, options, form)
    out = options.out or (options.root / f"{NAME}.{form}" if form in ("xlsx", "html") else None)
    if out:
        write_inside(out, data, options.root)
        print(f"Đã ghi {out}: nội bộ, không đăng lên trang.")
    else:
        print(data.decode(), end="")
    return _warn(gathered, options.strict)


def _overview(gathered: Gathered, options: argparse.Namespace, form: str) -> bytes:
    if form == "xlsx":
        from kyyeu.outputs.status.status_workbook import workbook

        return workbook(gathered.readiness)
    if form == "html":
        return page(gathered.readiness, THEME, fonts(options.root)).encode()
    write = {
        "text": status_formats.text,
        "markdown": status_formats.markdown,
        "json": status_formats.as_json,
    }[form]
    return write(gathered.readiness).encode()


def _reminders(gathered: Gathered, options: argparse.Namespace, form: str) -> bytes:
    messages = reminders(gathered.readiness, options.until)
    if form == "json":
        rows = [{"unit": message.unit, "name": message.name, "text": message.text} for message in messages]
        return (json.dumps({"reminders": rows}, ensure_ascii=False, indent=2) + "\n").encode()
    texts = f"\n{'─' * 60}\n\n".join(message.text for message in messages)
    return (texts or "Không có đơn vị nào cần nhắc.\n").encode()


def _warn(gathered: Gathered, strict: bool) -> int:
    """Prints a warning to standard error if the figures of `kyyeu status` are incomplete.

    Returns the exit code. The warning must not mix with the figures on standard output, which other programs
    may read.
    """
    if not gathered.whole:
        print(
            "Bản sao kho mã chỉ có các thay đổi gần đây: ngày nhận của tệp cũ hơn thì chưa rõ. "
            "Lấy đủ: git fetch --unshallow",
            file=sys.stderr,
        )
    if wrong := sum(problem.severity is Severity.ERROR or strict for problem in gathered.problems):
        print(
            f"Nội dung còn {wrong} lỗi khi đọc: tệp có lỗi không được tính. Xem: kyyeu check", file=sys.stderr
        )
    return CONTENT if wrong else DONE


COMMAND = Command(
    "status",
    "tình hình chuẩn bị của các đơn vị: đã nộp, còn thiếu, quá hạn (nội bộ)",
    _status,
    (
        option(
            "--cycle", default="", metavar="GIAI_ĐOẠN", help="mặc định: giai đoạn của trang, ví dụ 2015-2020"
        ),
        option(
            "--unit", default="", metavar="ĐƠN_VỊ", help="chỉ đơn vị này, kèm chi tiết những gì còn thiếu"
        ),
        option(
            "--format",
            choices=("text", "json", "markdown", "xlsx", "html"),
            metavar="DẠNG",
            help=f"text, json, markdown: in ra; xlsx, html: ghi vào {NAME}.xlsx, {NAME}.html",
        ),
        option(
            "--out", type=Path, metavar="TỆP", help="ghi vào tệp này; không bao giờ vào thư mục của trang"
        ),
        option(
            "--reminders",
            action="store_true",
            help="lời nhắc để gửi cho từng đơn vị còn thiếu (--format text hoặc json)",
        ),
        option("--until", type=day, metavar="NGÀY", help="với --reminders: hạn mới, chậm nhất ngày này"),
    ),
    parents=(SHARED,),
)
