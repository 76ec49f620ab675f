"""The arithmetic of a matrix and nothing else: the yardstick of the scale benchmark.

Mean absolute difference over all issues, for every pair of rows of a P × I array, one row at
a time in a buffer that is used again. Prints the seconds without start-up and import.

    python bare.py POSITIONS ISSUES
"""

import sys
from time import perf_counter

import numpy as np


def differences(array: np.ndarray) -> np.ndarray:
    """The mean absolute difference of every pair of rows."""
    found = np.empty((len(array), len(array)))
    buffer = np.empty_like(array)
    for row, own in enumerate(array):
        np.subtract(array, own, out=buffer)
        np.abs(buffer, out=buffer)
        np.mean(buffer, axis=1, out=found[row])
    return found


def main(positions: int, issues: int) -> None:
    """Times it once on random figures, after a small run that loads what numpy loads late."""
    array = np.random.default_rng(0).random((positions, issues))
    differences(array[:2])
    begin = perf_counter()
    differences(array)
    print(perf_counter() - begin)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
