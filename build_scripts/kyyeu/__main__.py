"""Lets `python -m kyyeu` run the command `kyyeu`."""

from kyyeu.cli import main

raise SystemExit(main())
