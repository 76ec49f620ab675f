"""``python -m negpos`` and the command ``negpos``."""

import os
import signal

signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # nothing is begun yet that must be ended

import atexit  # noqa: E402 - Ctrl-C is quiet from the first moment
import gc  # noqa: E402 - the same
import sys  # noqa: E402 - the same
from time import monotonic  # noqa: E402 - the same

_interrupted: list[float] = []
"""When Ctrl-C was first pressed."""


def _interrupt(*_: object) -> None:
    """Ends the run in order; whoever presses again after a second will wait no longer."""
    if _interrupted and monotonic() > _interrupted[0] + 1:
        os._exit(130)
    if not _interrupted:
        _interrupted.append(monotonic())
        raise KeyboardInterrupt


def main() -> None:
    """Runs the command line and ends the process with its exit code: 2 for whatever nobody
    foresaw.

    The process is short: collecting garbage would only cost time, and so would taking the
    interpreter down object by object, a tenth of the run.
    """
    gc.disable()
    try:
        signal.signal(signal.SIGINT, _interrupt)
        _leave_zip()
        from negpos.cli import main as run

        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        code = 130
    except BaseException as fault:
        code = 130 if _interrupted else 2  # libraries wrap an interrupt in faults of their own
        if not _interrupted:
            _tell(fault)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it has ended already
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            code = code or 2
    os._exit(code)


def _leave_zip() -> None:
    """Goes on where negpos lies in a folder; in a zip file neither its data nor what is compiled
    could be read, and SystemExit ends what would end later in words that nobody understands."""
    if not os.path.isdir(os.path.dirname(__file__)):
        from negpos.terminal import remark

        remark(
            "negpos: it cannot run within a zip file, as parts of what it needs are compiled; make "
            "a file that unpacks itself, with shiv (docs/install.md)"
        )
        raise SystemExit(2)


def _tell(fault: BaseException) -> None:
    """One line about what went wrong; with ``NEGPOS_DEBUG=1`` all that Python knows of it."""
    try:
        if os.environ.get("NEGPOS_DEBUG") == "1":
            import traceback

            traceback.print_exception(fault)
            return
        from negpos.saving import reason
        from negpos.terminal import remark

        if isinstance(fault, MemoryError):
            remark("negpos: there is not enough memory for this; narrow it, as with --issue")
        elif isinstance(fault, OSError):
            where = f"open {fault.filename!r}" if fault.filename else "write to standard output"
            remark(f"negpos: cannot {where} ({reason(fault)})")
        elif isinstance(fault, ImportError) and not (fault.name or "negpos").startswith("negpos"):
            remark(
                f"negpos: {str(fault.name).partition('.')[0]} is missing here, or made for another "
                f"Python than this, {sys.version_info[0]}.{sys.version_info[1]}; install negpos "
                "anew with it (NEGPOS_DEBUG=1 tells more)"
            )
        else:
            what = f"{type(fault).__name__} in {_place(fault)}: {fault}"
            remark(
                f"negpos: this is a fault of negpos, not yours: {what}; please report this line "
                "to its maintainers (NEGPOS_DEBUG=1 tells more)"
            )
    except OSError:
        return  # nobody listens


def _place(fault: BaseException) -> str:
    """The innermost line of negpos that was running."""
    here, found = os.path.dirname(__file__), "negpos"
    frame = fault.__traceback__
    while frame is not None:
        path = frame.tb_frame.f_code.co_filename
        if path.startswith(here):
            found = f"{os.path.relpath(path, os.path.dirname(here))}:{frame.tb_lineno}"
        frame = frame.tb_next
    return found


if __name__ == "__main__":
    main()
