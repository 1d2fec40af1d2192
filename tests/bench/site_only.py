"""Runs the `kyyeu` command without printed works, because other site generators make none.

With the arguments `--again ROOT DATE FILE TIMES`, it builds once. Then it changes a word of FILE and builds
again, TIMES times in the same process, as `kyyeu serve` does. It prints the seconds of each of these builds.
"""

import sys
import time
from datetime import date
from pathlib import Path

from kyyeu import pipeline
from kyyeu.cli import main
from kyyeu.outputs.booklets import works


def change_a_word(file: Path, number: int) -> None:
    """Replaces the last word of a text file by a word that contains the number."""
    text = file.read_text(encoding="utf-8").rstrip()
    file.write_text(f"{text[: text.rindex(' ')]} lần{number}.\n", encoding="utf-8")


def build_again(root: Path, day: date, file: Path, times: int) -> None:
    pipeline.build(root, day)
    for number in range(times):
        change_a_word(file, 1000 + number)
        start = time.perf_counter()
        pipeline.build(root, day)
        print(time.perf_counter() - start)


if __name__ == "__main__":
    works.WORKS = ()
    if sys.argv[1] == "--again":
        root, day, file, times = sys.argv[2:]
        build_again(Path(root), date.fromisoformat(day), Path(file), int(times))
    else:
        sys.exit(main())
