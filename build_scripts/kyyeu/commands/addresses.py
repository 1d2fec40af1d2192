"""Runs `kyyeu addresses`, which compares the site's web addresses with the list of published ones."""

import argparse
import json
from dataclasses import asdict

from kyyeu.commands.command import CONTENT, DONE, SHARED, WAIT, Command, option, today


def _addresses(options: argparse.Namespace) -> int:
    from kyyeu import pipeline
    from kyyeu.outputs.site.address_list import LIST

    if options.nginx:
        print(pipeline.nginx(options.root, today(options)), end="")
        return DONE
    comparison = pipeline.address_list(options.root, today(options), update=options.update, wait=options.wait)
    if options.json:
        print(json.dumps(asdict(comparison)))
    else:
        verb = "Đã ghi" if options.update else "Cần ghi"
        print(
            f"{verb} {len(comparison.addresses)} địa chỉ: thêm {comparison.added}, "
            f"bỏ {comparison.dropped} của hồ sơ không còn đăng."
        )
        for line in comparison.lost:
            print(f"{LIST}:{line}: địa chỉ đã công bố nhưng không còn trong trang")
    return CONTENT if comparison.lost else DONE


COMMAND = Command(
    "addresses",
    "so các địa chỉ đã công bố (data/addresses.txt) với trang",
    _addresses,
    (
        option(
            "--update",
            action="store_true",
            help="ghi lại danh sách: thêm địa chỉ mới, bỏ địa chỉ của hồ sơ không còn đăng",
        ),
        option(
            "--nginx", action="store_true", help="in các dòng cấu hình nginx: tiêu đề an toàn và địa chỉ cũ"
        ),
        WAIT,
    ),
    parents=(SHARED,),
)
