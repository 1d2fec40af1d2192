"""`kyyeu addresses`: addresses once published, kept for good."""

from __future__ import annotations

import argparse
import json

from kyyeu.commands.command import CONTENT, DONE, Commands, Parser, today


def add(commands: Commands, shared: Parser, work: Parser) -> None:
    listed = commands.add_parser(
        "addresses", parents=[shared], help="so các địa chỉ đã công bố (data/addresses.txt) với trang"
    )
    listed.add_argument(
        "--update",
        action="store_true",
        help="ghi lại danh sách: thêm địa chỉ mới, bỏ địa chỉ của hồ sơ không còn đăng",
    )
    listed.add_argument(
        "--nginx", action="store_true", help="in các dòng cấu hình nginx: tiêu đề an toàn và địa chỉ cũ"
    )
    listed.set_defaults(run=_addresses)


def _addresses(options: argparse.Namespace) -> int:
    from kyyeu import pipeline
    from kyyeu.outputs.site.address_list import LIST

    if options.nginx:
        print(pipeline.nginx(options.root, today(options)), end="")
        return DONE
    found = pipeline.address_list(options.root, today(options), update=options.update)
    if options.json:
        print(
            json.dumps(
                {
                    "addresses": found.addresses,
                    "added": found.added,
                    "dropped": found.dropped,
                    "lost": found.lost,
                }
            )
        )
    else:
        verb = "Đã ghi" if options.update else "Cần ghi"
        print(
            f"{verb} {len(found.addresses)} địa chỉ: thêm {found.added}, bỏ {found.dropped} của hồ sơ không còn đăng."
        )
        for line in found.lost:
            print(f"{LIST}:{line}: địa chỉ đã công bố nhưng không còn trong trang")
    return CONTENT if found.lost else DONE
