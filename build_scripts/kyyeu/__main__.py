"""Starts the program when the command `kyyeu` or `python -m kyyeu` is run."""

from kyyeu.work.stopping import ignore_signals, report_stop, stop_on_signals


def start() -> int:
    """Runs the program `kyyeu` and returns its exit code.

    A signal such as Ctrl-C ends the program without a traceback, even while its modules are still loading.
    """
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
