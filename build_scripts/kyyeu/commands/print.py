"""Runs `kyyeu print`, which makes printed works, or lists how they differ from what went to the printer."""

import argparse

from kyyeu.commands.command import DONE, PARALLEL, SHARED, Command, finish, option, today
from kyyeu.outputs.booklets.editions import EDITIONS

# The choice of a forge's form that stands for all works or all editions.
_EVERYTHING = "Tất cả"


def _print(options: argparse.Namespace) -> int:
    from kyyeu import pipeline
    from kyyeu.outputs.booklets.works import WorkSelection

    if options.list:
        for row in pipeline.works():
            print("\t".join(row))
        return DONE
    works, editions = (tuple(filter(None, ids)) for ids in (options.booklets, options.edition))
    selection = WorkSelection(works, editions, options.unit, options.cycle)
    if options.changes:
        print(
            "\n".join(pipeline.print_changes(options.root, today(options), selection))
            or "Chưa có bản nào được chốt."
        )
    else:
        result = pipeline.print_booklets(
            options.root,
            today(options),
            selection,
            jobs=options.jobs,
            strict=options.strict,
            wait=options.wait,
            cluster=options.cluster,
            final=options.final,
        )
        finish(result, options)
        if not options.json:
            print("\n".join(result.files))
    return DONE


def _id(choice: str) -> str:
    """Returns the id in a choice of a forge's form, such as 'Phông hội trường (phong)'; "" for “Tất cả”."""
    return "" if choice == _EVERYTHING else choice.rpartition("(")[2].removesuffix(")")


def _edition(choice: str) -> str:
    edition = _id(choice)
    if edition and edition not in EDITIONS:
        raise argparse.ArgumentTypeError(f"không có '{choice}'; chọn một trong {', '.join(EDITIONS)}")
    return edition


COMMAND = Command(
    "print",
    "dựng ấn phẩm vào print/",
    _print,
    (
        option(
            "booklets",
            nargs="*",
            type=_id,
            metavar="ẤN_PHẨM",
            help="mã ấn phẩm, ví dụ ky-yeu; bỏ trống thì dựng tất cả",
        ),
        option(
            "--edition",
            action="append",
            default=[],
            type=_edition,
            metavar="BẢN",
            help="screen: xem trên màn hình; press: cho nhà in; "
            "imposed: văn phòng tự in, gấp thành sách hoặc xén rời; "
            "led: ảnh cho màn hình LED; bỏ trống thì dựng mọi bản",
        ),
        option("--unit", default="", metavar="ĐƠN_VỊ", help="chỉ của đơn vị này"),
        option("--cycle", default="", metavar="GIAI_ĐOẠN", help="chỉ của giai đoạn này, ví dụ 2015-2020"),
        option(
            "--cluster",
            default="",
            metavar="ĐỊA_CHỈ",
            help="chạy trên cụm máy Dask, ví dụ tcp://192.0.2.7:8786",
        ),
        option(
            "--final",
            action="store_true",
            help="in rồi chốt: ghi bản này vào data/units/<đơn vị>/editions.yml là bản giao in",
        ),
        option(
            "--changes",
            action="store_true",
            help="không in; nói nội dung đã khác bản đã chốt ở những trang nào",
        ),
        option("--list", action="store_true", help="liệt kê các ấn phẩm: mã, tên, các bản"),
    ),
    parents=(SHARED, PARALLEL),
)
