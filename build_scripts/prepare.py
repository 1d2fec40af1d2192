"""Prepares a new computer for building: system packages, .venv and pinned Python requirements.

make runs it as `python3 build_scripts/prepare.py [--test | --lock]`; it needs only Python's standard library.
The exit code is 3 if a needed program is missing and could not be installed.
"""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
USAGE, FAULT = 2, 3

# A need is a pair: a function that returns whether a program is installed, and the Debian packages to
# install.
Need = tuple[Callable[[], bool], str]
SITE_NEEDS: dict[str, Need] = {
    "git": (lambda: bool(shutil.which("git")), "git"),
    "python3-venv": (lambda: bool(importlib.util.find_spec("ensurepip")), "python3-venv"),
    "Pango": (
        lambda: bool(ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0")),
        "libpango-1.0-0 libpangoft2-1.0-0",
    ),
}
TEST_NEEDS: dict[str, Need] = {
    "Chromium": (
        lambda: any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        "chromium",
    ),
    "pdftotext": (lambda: bool(shutil.which("pdftotext")), "poppler-utils"),
}
COMMANDS = """Thiếu: {missing}. Cài bằng một trong các lệnh sau rồi chạy lại:
  Debian, Ubuntu:  sudo apt-get install {debian}
  Fedora:          sudo dnf install git make python3 pango chromium poppler-utils
  macOS:           brew install git make python@3.12 pango poppler && brew install --cask chromium
  Windows:         cài Git, Python 3.12 và WSL (wsl --install -d Debian), rồi chạy trong Debian như dòng đầu
(Missing: {missing}. Install it with one of the commands above, then run again.)"""


def main(arguments: list[str]) -> int:
    """Installs the programs and libraries that a build needs, with --test also those that tests need.

    With --lock, nothing is installed, but the versions of the Python requirements are pinned anew. Returns
    the exit code.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - make may run an older Python
        print(
            f"Cần Python 3.11 trở lên, máy này có {sys.version.split()[0]}. "
            "(Python 3.11 or newer is needed.)\n"
            "  make site PYTHON=python3.12",
            file=sys.stderr,
        )
        return FAULT
    if unknown := set(arguments) - {"--test", "--lock"}:
        print(f"prepare.py: {' '.join(sorted(unknown))}? Chỉ có --test, --lock.", file=sys.stderr)
        return USAGE
    if "--lock" in arguments:
        return _lock()
    testing = "--test" in arguments
    if not _system_packages({**SITE_NEEDS, **TEST_NEEDS} if testing else SITE_NEEDS):
        return FAULT
    requirements = ROOT / ("requirements-dev.txt" if testing else "requirements.txt")
    try:
        _environment(requirements)
    except subprocess.CalledProcessError as error:
        print(
            f"Không cài được thư viện ({' '.join(map(str, error.cmd[-3:]))}). "
            "Kiểm tra kết nối mạng rồi chạy lại.",
            file=sys.stderr,
        )
        return FAULT
    (VENV / "ready-site").touch()
    if testing:
        (VENV / "ready-test").touch()
    return 0


def _system_packages(needs: dict[str, Need]) -> bool:
    """Installs missing system packages and returns whether all needed programs are present afterwards.

    Packages are installed only on systems with apt-get, and only if the user needs no password for it.
    """
    missing = [name for name, (is_installed, _) in needs.items() if not is_installed()]
    if not missing:
        return True
    packages = " ".join(needs[name][1] for name in missing)
    prefix = _may_install()
    if prefix is not None:
        print(f"Cài {packages} …", file=sys.stderr)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", *packages.split()],
        ):
            subprocess.run([*prefix, "apt-get", *command], check=False, stdout=subprocess.DEVNULL, env=quiet)
        missing = [name for name in missing if not needs[name][0]()]
    if missing:
        print(COMMANDS.format(missing=", ".join(missing), debian=packages), file=sys.stderr)
    return not missing


def _may_install() -> list[str] | None:
    """Returns the command to put before apt-get: `sudo -n`, or an empty list if the user is root.

    Returns None if packages cannot be installed without asking the user for a password.
    """
    if not shutil.which("apt-get") or not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    needs_no_password = (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    )
    return ["sudo", "-n"] if needs_no_password else None


def _environment(requirements: Path) -> None:
    """Creates the folder .venv and installs the pinned requirements and this project (editable) into it.

    The project is installed so that MkDocs finds its plugin.
    """
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print(f"Cài thư viện theo {requirements.name} vào .venv …", file=sys.stderr)
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)


def _lock() -> int:
    """Writes requirements.txt and requirements-dev.txt with pinned versions and hashes.

    The files do not contain the address of a package index, so any index can be used.
    """
    compiler = [
        str(BIN / "python"),
        "-m",
        "piptools",
        "compile",
        "--quiet",
        "--generate-hashes",
        "--strip-extras",
        "--allow-unsafe",
        "--all-build-deps",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-emit-trusted-host",
        "--no-header",
    ]
    for name, extra in (("requirements.txt", ()), ("requirements-dev.txt", ("--extra", "dev"))):
        subprocess.run([*compiler, *extra, "-o", name, "pyproject.toml"], check=True, cwd=ROOT)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
