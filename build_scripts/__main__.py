"""`python -m build_scripts` is `kyyeu`."""

from build_scripts.cli import main

raise SystemExit(main())
