"""Runs `kyyeu print`, which makes booklets and papers, and lists changes since a book's final edition."""

import argparse

from kyyeu.commands.command import DONE, Commands, Parser, finish, today
from kyyeu.outputs.booklets.editions import EDITIONS


def add(commands: Commands, shared: Parser, parallel: Parser) -> None:
    """Adds the command `kyyeu print` to the parser."""
    prints = commands.add_parser("print", parents=[shared, parallel], help="dựng ấn phẩm vào print/")
    prints.add_argument(
        "booklets", nargs="*", metavar="ẤN_PHẨM", help="mã ấn phẩm, ví dụ ky-yeu; bỏ trống thì dựng tất cả"
    )
    prints.add_argument(
        "--edition",
        action="append",
        default=[],
        choices=EDITIONS,
        metavar="BẢN",
        help="screen: xem trên màn hình; press: cho nhà in; "
        "imposed: văn phòng tự in, gấp thành sách hoặc xén rời; "
        "led: ảnh cho màn hình LED; bỏ trống thì dựng mọi bản",
    )
    prints.add_argument("--unit", default="", metavar="ĐƠN_VỊ", help="chỉ của đơn vị này")
    prints.add_argument(
        "--cycle", default="", metavar="GIAI_ĐOẠN", help="chỉ của giai đoạn này, ví dụ 2015-2020"
    )
    prints.add_argument(
        "--cluster", default="", metavar="ĐỊA_CHỈ", help="chạy trên cụm máy Dask, ví dụ tcp://192.0.2.7:8786"
    )
    prints.add_argument(
        "--final",
        action="store_true",
        help="in rồi chốt: ghi bản này vào data/units/<đơn vị>/editions.yml là bản giao in",
    )
    prints.add_argument(
        "--changes", action="store_true", help="không in; nói nội dung đã khác bản đã chốt ở những trang nào"
    )
    prints.add_argument("--list", action="store_true", help="liệt kê các ấn phẩm: mã, tên, các bản")
    prints.set_defaults(run=_print)


def _print(options: argparse.Namespace) -> int:
    from kyyeu import pipeline
    from kyyeu.outputs.booklets.works import WorkSelection

    if options.list:
        for row in pipeline.works():
            print("\t".join(row))
        return DONE
    selection = WorkSelection(tuple(options.booklets), tuple(options.edition), options.unit, options.cycle)
    if options.changes:
        print(
            "\n".join(pipeline.print_changes(options.root, today(options), selection))
            or "Chưa có bản nào được chốt."
        )
        return DONE
    result = pipeline.print_booklets(
        options.root,
        today(options),
        selection,
        jobs=options.jobs,
        strict=options.strict,
        cluster=options.cluster,
        final=options.final,
    )
    finish(result, options)
    if not options.json:
        print("\n".join(result.files))
    return DONE
