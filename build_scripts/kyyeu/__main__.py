"""Lets `python -m kyyeu` run the command-line program `kyyeu`."""

from kyyeu.cli import main

raise SystemExit(main())
