"""Runs one command and tells, as JSON in a file, how long it took and its peak memory.

A program of its own because Linux counts the memory of the process that starts a child to
the child's peak: this one is small enough not to matter.

    python -I -S peak.py RESULT COMMAND [ARGUMENT …]
"""

import os
import sys
from time import perf_counter


def main(result: str, command: list[str]) -> int:
    """Waits for the command; exits with its code."""
    begin = perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    seconds = perf_counter() - begin
    unit = 1 if sys.platform == "darwin" else 1024
    with open(result, "w", encoding="ascii") as file:
        file.write(f'{{"seconds": {seconds!r}, "peak": {usage.ru_maxrss * unit}}}')
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
