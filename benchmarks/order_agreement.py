"""How far two coders agree on which steps the demands of a dossier tie, and how.

python benchmarks/order_agreement.py

``coding/<dossier>/order-first.csv`` and ``order-second.csv`` were made from the same rules
(docs/coding.md, "The order of steps") by two people who did not see each other's links; ``row`` is
the line of the demand in its file at that time. Neither file changes any more; what the
disagreements taught went into the rules and the dossiers afterwards.

A link is a demand and two steps, the later one first. Told are the links that either named, those
that both did, and of these the ones that both called by the same word (after, with, in return for).
"""

import csv
from pathlib import Path

HERE = Path(__file__).parent / "coding"
Pair = tuple[str, str, str, str]


def links(dossier: str, coder: str) -> dict[Pair, str]:
    """How one coder called each link, by demand and steps."""
    with (HERE / dossier / f"order-{coder}.csv").open(newline="", encoding="utf-8") as file:
        return {
            (row["position"], row["row"], row["step"], row["other"]): row["how"]
            for row in csv.DictReader(file)
        }


def main() -> None:
    """Prints a line for each dossier."""
    for dossier in ("ukraine", "gaza"):
        first, second = links(dossier, "first"), links(dossier, "second")
        either, both = first.keys() | second.keys(), first.keys() & second.keys()
        alike = sum(first[link] == second[link] for link in both)
        share = len(both) / len(either)
        print(
            f"{dossier}: {len(first)} and {len(second)} links; of {len(either)} that either named "
            f"both named {len(both)} ({share:.0%}), {alike} of them by the same word"
        )


if __name__ == "__main__":
    main()
