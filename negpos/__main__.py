"""``python -m negpos`` and the command ``negpos``."""

import atexit
import gc
import os
import sys


def main() -> None:
    """Runs the command line and ends the process with its exit code.

    The process is short: collecting garbage would only cost time, and so would taking the
    interpreter down object by object, a tenth of the run.
    """
    gc.disable()
    try:
        from negpos.cli import main as run

        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        code = 130
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            code = code or 2
    os._exit(code)


if __name__ == "__main__":
    main()
