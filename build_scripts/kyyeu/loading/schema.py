"""Checks the version of the content format, called `schema`, before any other file of a project is read.

A project in another format would otherwise give hundreds of Problems about unknown fields.
"""

import re
from pathlib import Path

from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model import site
from kyyeu.model.read import VERSION
from kyyeu.model.sources import Positions
from kyyeu.problems import Problem

SETTINGS = "data/site.yml"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def schema_of(tree: object) -> int | None:
    """Returns the schema number in the values of data/site.yml, or None if they have no valid number."""
    number = tree.get("schema") if isinstance(tree, dict) else None
    return int(number) if isinstance(number, str) and _NUMBER.fullmatch(number) else None


def schema_problem(root: Path, over: Path | None = None) -> Problem | None:
    """Returns a Problem if a project is in an older or newer content format than this program reads.

    Returns None if data/site.yml is missing or has no valid number; these Problems are found when the file is
    read as a record. A data/site.yml below `over` replaces the one below `root`.
    """
    text, _ = read_text(over if over and (over / SETTINGS).is_file() else root, SETTINGS)
    nodes = read_yaml(text or "", SETTINGS)
    number = schema_of(nodes.tree)
    if number is None or number == site.SCHEMA:
        return None
    place = Positions(SETTINGS, nodes.marks).place(("schema",))
    if number < site.SCHEMA:
        return Problem(
            place,
            "schema-older",
            f"Nội dung còn ở phiên bản {number}; chương trình này cần phiên bản {site.SCHEMA}.",
            "Xem trước những chỗ sẽ đổi bằng kyyeu upgrade --dry-run, rồi nâng bằng kyyeu upgrade.",
        )
    writer = nodes.tree.get("written_by")
    known = isinstance(writer, str) and re.fullmatch(VERSION, writer)
    return Problem(
        place,
        "schema-newer",
        f"Nội dung ở phiên bản {number}{f', do kyyeu {writer} ghi' if known else ''}, mới hơn phiên bản "
        f"{site.SCHEMA} mà chương trình đang cài đọc được.",
        f"Cài kyyeu {writer}: ghi kyyeu=={writer} vào requirements.txt rồi chạy make site; không sửa số này."
        if known
        else "Cài bản kyyeu mới hơn: sửa số sau kyyeu== trong requirements.txt rồi chạy make site; "
        "không sửa số này.",
    )
