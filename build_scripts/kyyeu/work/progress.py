"""Shows a progress bar for work that takes longer than two seconds; shows nothing without a terminal."""

from __future__ import annotations

import sys
from typing import NoReturn

from tqdm import tqdm


def progress(label: str, total: int) -> tqdm[NoReturn]:
    """A bar that counts up to `total` items; `label` tells the reader in Vietnamese what is being done."""
    return tqdm(total=total, desc=label, unit="", delay=2, disable=not sys.stderr.isatty(), leave=False)
