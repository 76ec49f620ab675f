"""``python -m negpos`` and the command ``negpos``."""

import gc


def main() -> None:
    """Runs the command line. The process is short: collecting garbage would only cost time."""
    gc.disable()
    from negpos.cli import main as run

    run()


if __name__ == "__main__":
    main()
