"""Puts the program's own files, which stand beside build_scripts/ in a checkout, into the wheel.

Everything else about the package is declared in pyproject.toml.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HOME = Path(__file__).parent
# Files that kyyeu/resources.py finds in an installed program: theme, schemas, official catalogues, guide,
# and what a new project begins with.
SHIPPED = (
    "mkdocs.yml",
    "theme/**/*",
    "data/*.yml",
    "data/cycles/*",
    "data/outlines/*",
    "data/programmes/*",
    "data/schemas/*",
    "content/gioi-thieu.md",
    "content/booklets/so-tay/*",
    ".github/pull_request_template.md",
    ".github/workflows/*",
    ".forgejo/workflows/*",
    ".gitlab/ky-yeu.yml",
    "requirements.txt",
)
# The demonstration's own records, and what npm has installed.
LEFT_OUT = (
    "data/site.yml",
    "data/decisions.yml",
    "data/addresses.txt",
    "theme/editor/node_modules",
    ".github/workflows/test.yml",
)
# The web editor's JavaScript bundle, if `make editor` has made it.
EDITOR_BUNDLE = HOME / ".cache" / "editor"


class BuildWithFiles(build_py):
    """Copies the files into the package, unless it is installed in editable mode, where they stay outside."""

    def run(self) -> None:
        """Builds the package, then copies each file to the same path below kyyeu/files/."""
        super().run()
        if self.editable_mode:
            return
        for pattern in SHIPPED:
            for path in sorted(HOME.glob(pattern)):
                name = path.relative_to(HOME).as_posix()
                if path.is_file() and not name.startswith(LEFT_OUT):
                    self._copy(path, name)
        for path in sorted(filter(Path.is_file, EDITOR_BUNDLE.rglob("*"))):
            self._copy(path, f"editor/{path.relative_to(EDITOR_BUNDLE).as_posix()}")

    def _copy(self, path: Path, name: str) -> None:
        target = Path(self.build_lib) / "kyyeu" / "files" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


setup(cmdclass={"build_py": BuildWithFiles})
