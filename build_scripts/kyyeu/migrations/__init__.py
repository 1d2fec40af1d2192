"""Lists the migrations, functions that turn a project's files into the next version of the content format.

Each migration is in a file of its own, named after the version from which it starts (`from_1.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass
class RecordFile:
    """Holds the content of a file with records.

    `tree` has the values of the YAML as dicts, lists, texts and None. `body` is the Markdown text below the
    front matter; it is '' in a YAML file.
    """

    tree: Any
    body: str = ""


class Migration(NamedTuple):
    """Describes one migration: `title` says in Vietnamese what changes, `change` changes a project's files.

    `change` gets all files of records by their path from the project's folder, and may change, rename, add
    and delete them. It reads and writes nothing else. A value that is moved within a file or to another one,
    as by `tree["new"] = tree.pop("old")`, takes its comments along. A copy of a value would lose them.
    """

    title: str
    change: Callable[[dict[str, RecordFile]], None]


# Maps each earlier version of the content format to the migration that turns it into the next version.
MIGRATIONS: Mapping[int, Migration] = {}
