"""Shows a progress bar for work that takes longer than two seconds, if the output is a terminal."""

from __future__ import annotations

import sys
from typing import NoReturn

from tqdm import tqdm


def progress(label: str, total: int) -> tqdm[NoReturn]:
    """Returns a progress bar that counts to `total`; `label` says in Vietnamese what is being done."""
    return tqdm(total=total, desc=label, unit="", delay=2, disable=not sys.stderr.isatty(), leave=False)
