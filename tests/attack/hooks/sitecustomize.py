"""Kills the program or lets it fail at the Nth change of a file; Python imports this module at its start.

The environment variable FAULT holds JSON. `root` is the folder whose files count. `log` is a file that grows
by one byte at each change. `role` says whose changes count: main, worker or both. `at` is the number N;
without it, changes are only counted. Either `kill` gives a signal, and `whom` the processes to kill (self,
main or group). Or `error` gives the error number with which this change and all later ones fail.
"""

import json
import os
import sys
from typing import Any

CHANGES = {
    "os.rename",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.utime",
    "os.truncate",
}
FAULT = json.loads(os.environ.get("FAULT", "null"))
MAIN = os.getpid()


def path_of_change(event: str, arguments: tuple[Any, ...]) -> str:
    """Returns the path of the file that an audit event of Python is about to change, or '' if none."""
    if event == "open":
        name, _, flags = arguments
        changes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return os.fsdecode(name) if changes and isinstance(name, str | bytes) else ""
    if event == "ctypes.dlsym" and arguments[1] == "renameat2":
        return str(FAULT["root"])
    if event in CHANGES and isinstance(arguments[0], str | bytes | os.PathLike):
        return os.fsdecode(arguments[0])
    return ""


def meet(event: str, arguments: tuple[Any, ...]) -> None:
    """Counts the change of a file, and causes the fault if this is the Nth change."""
    path = path_of_change(event, arguments)
    if not path.startswith(FAULT["root"]) or path == FAULT["log"]:
        return
    role = "main" if os.getpid() == MAIN else "worker"
    if FAULT["role"] not in (role, "both"):
        return
    os.write(LOG, b".")
    if os.fstat(LOG).st_size < FAULT.get("at", 1 << 60):
        return
    if "error" in FAULT:
        raise OSError(FAULT["error"], os.strerror(FAULT["error"]), path)
    if FAULT["whom"] == "group":
        os.killpg(0, FAULT["kill"])
    else:
        os.kill(MAIN if FAULT["whom"] == "main" else os.getpid(), FAULT["kill"])


if FAULT:
    LOG = os.open(FAULT["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    sys.addaudithook(meet)
