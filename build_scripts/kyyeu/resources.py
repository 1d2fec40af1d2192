"""Where the program's own files lie: theme, schemas, the official catalogues, the guide. Nothing else computes these paths."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# In a checkout the files lie beside build_scripts/, in an installed wheel inside the package.
HOME = PACKAGE / "files" if (PACKAGE / "files").is_dir() else PACKAGE.parents[1]
THEME = HOME / "theme"
PRINT_FONTS = THEME / "fonts"
SCHEMAS = HOME / "data" / "schemas"
CATALOGUES = HOME / "data"
GUIDE = HOME / "content" / "huong-dan"
