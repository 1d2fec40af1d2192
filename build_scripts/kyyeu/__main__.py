"""Starts the program `kyyeu`, as `python -m kyyeu` and as the command `kyyeu`."""

from kyyeu.work.stopping import ignore_signals, report_stop, stop_on_signals


def start() -> int:
    """Runs the command line and returns its exit code, even if a signal comes while modules are loading."""
    stop_on_signals()
    try:
        from kyyeu.cli import main

        code = main()
        ignore_signals()
        return code
    except KeyboardInterrupt as stopped:
        return report_stop(stopped)


if __name__ == "__main__":
    raise SystemExit(start())
