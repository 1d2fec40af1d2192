"""Runs `kyyeu workbook`, which writes a unit's records as an Excel workbook that the unit fills in."""

import argparse
from pathlib import Path

from kyyeu.commands.command import DONE, SHARED, Command, option, today
from kyyeu.problems import UsageError


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
        raise UsageError(
            f"không ghi được {out}. Đóng tệp nếu đang mở trong Excel, hoặc chọn chỗ khác bằng --out"
        ) from None
    print(f"Đã ghi {out}. Sổ có thông tin riêng của đơn vị: gửi đúng người, không đăng lên mạng.")
    return DONE


COMMAND = Command(
    "workbook",
    "xuất sổ Excel của một đơn vị để điền rồi nhập lại",
    _workbook,
    (
        option("unit", metavar="ĐƠN_VỊ", help="mã đơn vị, ví dụ thpt-suoi-ngoc"),
        option(
            "--out",
            type=Path,
            metavar="TỆP",
            help="tên tệp .xlsx (mặc định: <đơn vị>.xlsx ở thư mục hiện tại)",
        ),
    ),
    parents=(SHARED,),
)
