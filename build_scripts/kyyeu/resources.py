"""Holds the paths of the program's own files: theme, fonts, schemas, official catalogues and user guide."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# In a git checkout, the program's files are beside build_scripts/; in an installed wheel, they are inside the
# package.
HOME = PACKAGE / "files" if (PACKAGE / "files").is_dir() else PACKAGE.parents[1]
THEME = HOME / "theme"
PRINT_FONTS = THEME / "fonts"
SCHEMAS = HOME / "data" / "schemas"
CATALOGUES = HOME / "data"
GUIDE = THEME / "guide"  # The user guide, which is published at /huong-dan/.
# The web editor's JavaScript bundle, if the wheel was built after `make editor`.
EDITOR_BUNDLE = HOME / "editor"
STARTER = THEME / "starter"  # Templates of the files that `kyyeu init` writes.
