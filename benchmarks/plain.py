"""What the large benchmark compares negpos with: the least that its answers would take.

    python plain.py find FOLDER WORD        loads a dossier and looks for a word in every demand
    python plain.py dump FILE               reads a JSON file, then times writing it again
    python plain.py toml FOLDER             reads every file with the standard library

``find`` prints how many demands hold the word; ``dump`` prints the seconds of ``json.dump``, and
``toml`` those of ``tomllib``.
"""

import json
import os
import sys
import tomllib
from pathlib import Path
from time import perf_counter

from negpos.intake.loading import load_dossier


def find(folder: str, word: str) -> None:
    """Loads from the cache if there is an entry, and goes through all demands once."""
    print(sum(word in demand.text.casefold() for demand in load_dossier(folder).demands()))


def dump(file: str) -> None:
    """Only the writing is timed; the data are in memory before."""
    data = json.loads(Path(file).read_text(encoding="utf-8"))
    begin = perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as out:
        json.dump(data, out, ensure_ascii=False, indent=2)
    print(perf_counter() - begin)


def toml(folder: str) -> None:
    """Only the reading is timed, of texts that are in memory before."""
    texts = [path.read_text(encoding="utf-8") for path in Path(folder).glob("**/*.toml")]
    begin = perf_counter()
    for text in texts:
        tomllib.loads(text)
    print(perf_counter() - begin)


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    {"find": find, "dump": dump, "toml": toml}[what](*words)
