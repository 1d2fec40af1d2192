"""A bar for whatever takes longer than two seconds; nothing where nobody looks at a terminal."""

from __future__ import annotations

import sys
from typing import NoReturn

from tqdm import tqdm


def progress(words: str, total: int) -> tqdm[NoReturn]:
    """`words` are what is being done, to `total` things."""
    return tqdm(total=total, desc=words, unit="", delay=2, disable=not sys.stderr.isatty(), leave=False)
