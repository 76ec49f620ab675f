"""Measures start-up, memory and growth of negpos; README.md beside it tells how to read it.

python benchmarks/run.py [--only startup|memory|order|scale|large]
"""

import argparse
import importlib.util
import os
import platform
import tempfile
from pathlib import Path

PARTS = ("startup", "memory", "order", "scale", "large")


def main() -> None:
    """Runs the parts asked for in a temporary folder."""
    asked = _arguments()
    parts = (asked.only,) if asked.only else PARTS
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}")
    with tempfile.TemporaryDirectory(prefix="negpos-benchmark-") as name:
        for part in parts:
            folder = Path(name) / part
            folder.mkdir()
            print()
            _run(part, asked, folder)


def _run(part: str, asked: argparse.Namespace, folder: Path) -> None:
    if part == "scale":
        if importlib.util.find_spec("numpy") is None:
            raise SystemExit('the scale part needs numpy: pip install "negpos[large]"')
        import scale

        size = scale.Size(asked.positions, asked.issues, asked.demands)
        scale.scale(size, asked.runs, folder)
        return
    if part == "order":
        import order

        order.order(asked.dossier, asked.pairs)
        return
    if part == "large":
        import large

        large.large(asked.positions, asked.issues, asked.demands, asked.runs, folder)
        return
    import startup

    measured = startup.startup if part == "startup" else startup.memory
    measured(asked.dossier, asked.pairs if part == "startup" else asked.runs, folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure negpos: ratios to yardsticks run beside it. Nothing is asserted.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--only", choices=PARTS, help="one part instead of all five")
    parser.add_argument(
        "--pairs", type=_positive, default=25, help="pairs a figure of start-up and order"
    )
    parser.add_argument(
        "--runs", type=_positive, default=3, help="runs a figure of the other parts"
    )
    parser.add_argument("--positions", type=_positive, default=2_000, help="of the largest size")
    parser.add_argument("--issues", type=_positive, default=200, help="of the largest size")
    parser.add_argument("--demands", type=_positive, default=50, help="of each position")
    parser.add_argument(
        "--dossier",
        default=os.environ.get("NEGPOS_DOSSIER", "ukraine"),
        help="of the start-up, memory and order parts; must know russia and ukraine",
    )
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    main()
