"""Runs `kyyeu upgrade`, which brings a project's files to the version of the content format that it reads."""

import argparse
import sys

from kyyeu.commands.command import DONE, Command, messages, option
from kyyeu.commands.imports import difference
from kyyeu.loading.load import load
from kyyeu.loading.schema import SETTINGS, schema_of, schema_problem
from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model import site
from kyyeu.outputs.editor.upgrade import Upgrade, planned, unfinished, write
from kyyeu.problems import ContentError

_CURRENT = "Nội dung đã ở phiên bản {new}, đúng với chương trình; không có gì phải nâng."
_PLANNED = "\nSẽ sửa {count} tệp, lên phiên bản {new}. Chưa ghi gì; để ghi: kyyeu upgrade"
_WRITTEN = """
Đã sửa {count} tệp; nội dung ở phiên bản {new}. Việc tiếp theo: xem lại bằng git diff, rồi
kyyeu editor, kyyeu check, rồi ghi vào git."""


def _upgrade(options: argparse.Namespace) -> int:
    root = options.root
    problem = schema_problem(root)
    text, _ = read_text(root, SETTINGS)
    number = schema_of(read_yaml(text or "", SETTINGS).tree)
    if number is None or number > site.SCHEMA:
        raise ContentError([problem] if problem else load(root)[1])
    begun = unfinished(root)
    if begun is None and number == site.SCHEMA:
        print(_CURRENT.format(new=site.SCHEMA))
        return DONE
    plan = planned(root) if begun is None else Upgrade(["Làm nốt lần nâng đã dừng giữa chừng"], begun)
    if plan.problems:
        raise ContentError(plan.problems)
    for title in plan.titles:
        print(f"{title}.")
    wording = messages(options)
    for line in wording.private([*difference(plan.changes)]):
        print(line.removesuffix("\n"))
    # If whoever reads the output has stopped reading, the command ends here, before anything is written.
    sys.stdout.flush()
    if not options.dry_run:
        write(root, plan.changes)
    print((_PLANNED if options.dry_run else _WRITTEN).format(count=len(plan.changes), new=site.SCHEMA))
    return DONE


COMMAND = Command(
    "upgrade",
    "nâng nội dung của bản chương trình cũ lên dạng của bản này; in trước các dòng sẽ khác",
    _upgrade,
    (option("--dry-run", action="store_true", help="không ghi gì, chỉ in các dòng sẽ khác"),),
)
