"""Helpers for the web editor's tests: they build it as `make editor` does and run its code under Node."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.building import HOME

BUNDLE = HOME / ".cache" / "editor"
SOURCES = HOME / "theme" / "editor"


def bundled() -> Path:
    """Builds the web editor and returns its folder; skips the calling test if Node is not installed."""
    if shutil.which("npm") is None:
        pytest.skip("Node.js (npm) không có: trang biên tập không đóng gói được nên không thử.")
    lock = HOME / ".cache" / "editor.lock"
    lock.parent.mkdir(exist_ok=True)
    # Only one test process at a time may build the web editor.
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        subprocess.run(["make", "--no-print-directory", "editor"], cwd=HOME, check=True, capture_output=True)
    return BUNDLE


def run_node(script: str, given: Any) -> Any:
    """Runs a script that uses the web editor's modules; returns the JSON that it prints.

    The script gets `given` as its input.
    """
    bundled()
    whole = f"""import {{ readFileSync }} from "node:fs";
const given = JSON.parse(readFileSync(0, "utf8"));
const {{ formats, configure }} = await import({json.dumps((SOURCES / "configuration.js").as_uri())});
const {{ reader, writer }} = await import({json.dumps((SOURCES / "formats.js").as_uri())});
const {{ quoted }} = await import({json.dumps((SOURCES / "yaml_text.js").as_uri())});
globalThis.document = {{ baseURI: "https://hoa-ban.example/ky-yeu/bien-tap/" }};
globalThis.location = new URL(document.baseURI);
{script}
"""
    run = subprocess.run(
        ["node", "--input-type=module", "-e", whole],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
