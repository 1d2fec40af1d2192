"""Runs `kyyeu workbook`, which exports a unit's records as an Excel workbook to be filled in and imported."""

import argparse
from pathlib import Path

from kyyeu.commands.command import DONE, Commands, Parser, today
from kyyeu.problems import UsageError


def add(commands: Commands, shared: Parser, parallel: Parser) -> None:
    """Adds the command `kyyeu workbook` to the parser."""
    workbook = commands.add_parser(
        "workbook", parents=[shared], help="xuất sổ Excel của một đơn vị để điền rồi nhập lại"
    )
    workbook.add_argument("unit", metavar="ĐƠN_VỊ", help="mã đơn vị, ví dụ thpt-suoi-ngoc")
    workbook.add_argument(
        "--out",
        type=Path,
        default=None,
        metavar="TỆP",
        help="tên tệp .xlsx (mặc định: <đơn vị>.xlsx ở thư mục hiện tại)",
    )
    workbook.set_defaults(run=_workbook)


def _workbook(options: argparse.Namespace) -> int:
    from kyyeu.outputs.workbook.export_workbook import export_workbook

    out = options.out or Path(f"{options.unit}.xlsx")
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"tên tệp “{out.name}” phải có đuôi .xlsx")
    if not out.parent.is_dir():
        raise UsageError(f"không có thư mục {out.parent}. Tạo thư mục ấy, hoặc chọn chỗ khác bằng --out")
    data = export_workbook(options.root, options.unit, today(options))
    try:
        out.write_bytes(data)
    except OSError:
        advice = "Đóng tệp nếu đang mở trong Excel, hoặc chọn chỗ khác bằng --out"
        raise UsageError(f"không ghi được {out}. {advice}") from None
    print(f"Đã ghi {out}. Sổ có thông tin riêng của đơn vị: gửi đúng người, không đăng lên mạng.")
    return DONE
