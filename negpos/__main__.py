"""``python -m negpos`` and the command ``negpos``."""

import gc
import sys


def main() -> None:
    """Runs the command line. The process is short: collecting garbage would only cost time."""
    gc.disable()
    try:
        from negpos.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
