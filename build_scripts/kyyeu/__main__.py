"""`python -m kyyeu` is `kyyeu`."""

from kyyeu.cli import main

raise SystemExit(main())
