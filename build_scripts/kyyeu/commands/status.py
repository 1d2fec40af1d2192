"""`kyyeu status`: how ready the units are, for the Sở's own eyes; messages to those that are late or lack something."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kyyeu.commands.command import CONTENT, DONE, Commands, Parser, day, today
from kyyeu.outputs.status import status_json, status_text
from kyyeu.outputs.status.gather import Gathered, fonts, gather
from kyyeu.outputs.status.private_file import write_inside
from kyyeu.outputs.status.status_page import page
from kyyeu.problems import Severity, UsageError
from kyyeu.reading import PICTURES, TIMEZONE
from kyyeu.resources import THEME
from kyyeu.views.office.reminders import reminders

NAME = "print/tinh-hinh"


def add(commands: Commands, shared: Parser, work: Parser) -> None:
    status = commands.add_parser(
        "status",
        parents=[shared],
        help="tình hình chuẩn bị của các đơn vị: đã nộp, còn thiếu, quá hạn (nội bộ)",
    )
    status.add_argument(
        "--cycle", default="", metavar="GIAI_ĐOẠN", help="mặc định: giai đoạn của trang, ví dụ 2015-2020"
    )
    status.add_argument(
        "--unit", default="", metavar="ĐƠN_VỊ", help="chỉ đơn vị này, kèm chi tiết những gì còn thiếu"
    )
    status.add_argument(
        "--format",
        choices=("text", "json", "markdown", "xlsx", "html"),
        default=None,
        metavar="DẠNG",
        help=f"text, json, markdown: in ra; xlsx, html: ghi vào {NAME}.xlsx, {NAME}.html",
    )
    status.add_argument(
        "--out",
        type=Path,
        default=None,
        metavar="TỆP",
        help="ghi vào tệp này; không bao giờ vào thư mục của trang",
    )
    status.add_argument(
        "--reminders",
        action="store_true",
        help="lời nhắc để gửi cho từng đơn vị còn thiếu (--format text hoặc json)",
    )
    status.add_argument(
        "--until", type=day, default=None, metavar="NGÀY", help="với --reminders: hạn mới, chậm nhất ngày này"
    )
    status.set_defaults(run=_status)


def _status(options: argparse.Namespace) -> int:
    form = options.format or ("json" if options.json else "text")
    _refuse_what_does_not_fit(options, form)
    found = gather(options.root, today(options), TIMEZONE, PICTURES, options.cycle, options.unit)
    made = _reminders(found, options, form) if options.reminders else _made(found, options, form)
    out = options.out or (options.root / f"{NAME}.{form}" if form in ("xlsx", "html") else None)
    if out:
        write_inside(out, made, options.root)
        print(f"Đã ghi {out}: nội bộ, không đăng lên trang.")
    else:
        print(made.decode(), end="")
    return _warn(found, options.strict)


def _refuse_what_does_not_fit(options: argparse.Namespace, form: str) -> None:
    if options.json and options.format not in (None, "json"):
        raise UsageError("--json và --format không dùng cùng nhau: --json là --format json")
    if options.until and not options.reminders:
        raise UsageError("--until chỉ dùng cùng --reminders")
    if options.until and options.until < today(options):
        raise UsageError("hạn mới --until đã qua; chọn một ngày từ hôm nay trở đi")
    if options.reminders and form not in ("text", "json"):
        raise UsageError("lời nhắc chỉ có dạng text và json; công văn đôn đốc dạng Word: kyyeu print don-doc")


def _made(found: Gathered, options: argparse.Namespace, form: str) -> bytes:
    if form == "xlsx":
        from kyyeu.outputs.status.status_workbook import workbook

        return workbook(found.readiness)
    if form == "html":
        return page(found.readiness, THEME, fonts(options.root)).encode()
    write = {"text": status_text.text, "markdown": status_text.markdown, "json": status_json.text}[form]
    return write(found.readiness).encode()


def _reminders(found: Gathered, options: argparse.Namespace, form: str) -> bytes:
    made = reminders(found.readiness, options.until)
    if form == "json":
        rows = [{"unit": entry.unit, "name": entry.name, "text": entry.text} for entry in made]
        return (json.dumps({"reminders": rows}, ensure_ascii=False, indent=2) + "\n").encode()
    between = f"\n{'─' * 60}\n\n"
    return (between.join(entry.text for entry in made) or "Không có đơn vị nào cần nhắc.\n").encode()


def _warn(found: Gathered, strict: bool) -> int:
    """What could not be read is not in the figures: said apart, so that what is printed can be read by a program."""
    if not found.whole:
        print(
            "Bản sao kho mã chỉ có các thay đổi gần đây: ngày nhận của tệp cũ hơn thì chưa rõ. Lấy đủ: git fetch --unshallow",
            file=sys.stderr,
        )
    wrong = sum(problem.severity is Severity.ERROR or strict for problem in found.problems)
    if wrong:
        print(
            f"Nội dung còn {wrong} lỗi khi đọc: tệp có lỗi không được tính. Xem: kyyeu check", file=sys.stderr
        )
    return CONTENT if wrong else DONE
