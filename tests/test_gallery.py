"""Every fault of the gallery is told in exactly the words, and in the order, that it expects.

A folder ``gallery/<fault>`` holds the files that differ from the dossier of ``negpos new``,
and ``expected.txt``: the problem lines of ``negpos check``, with ``DIR`` for the dossier's folder.
"""

from pathlib import Path

import pytest

from negpos.intake import example, loading

from .conftest import Negpos

GALLERY = Path(__file__).parent / "gallery"
FAULTS = sorted(folder.name for folder in GALLERY.iterdir())
TOLD_BY_THE_COMMAND = (
    "bad-record-next-to-a-good-one",
    "broken-head-and-an-unknown-issue",
    "circle-of-moves",
    "several-faults-are-sorted-by-file-and-line",
    "syntax-inside-a-multi-line-string",
    "unknown-party",
)


def write(fault: str, root: Path) -> None:
    """The dossier of ``negpos new`` stands in the folder, with the fault's files laid over it."""
    example.write(root)
    for path in differing(fault):
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((GALLERY / fault / path).read_bytes())


def differing(fault: str) -> list[str]:
    """The names of the fault's files, as they stand in a dossier."""
    folder = GALLERY / fault
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name != "expected.txt")


def expected(fault: str) -> list[str]:
    """The problem lines that the fault must cause."""
    return (GALLERY / fault / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("fault", FAULTS)
def test_check_tells_exactly_the_expected_lines_of_a_fault(fault: str, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    write(fault, root)

    dossier, problems = loading.check(root)

    assert [str(problem).replace(str(root), "DIR") for problem in problems] == expected(fault)
    assert dossier is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_holds_only_files_that_differ_from_the_example(fault: str) -> None:
    same = [
        name
        for name in differing(fault)
        if (GALLERY / fault / name).read_text(encoding="utf-8") == example.FILES.get(name)
    ]

    assert expected(fault), "a fault without a problem line proves nothing"
    assert same == []


def test_the_example_itself_has_no_problems(tmp_path: Path) -> None:
    example.write(tmp_path / "dossier")

    dossier, problems = loading.check(tmp_path / "dossier")

    assert problems == []
    assert dossier is not None


@pytest.mark.parametrize("fault", TOLD_BY_THE_COMMAND)
def test_the_check_command_prints_the_lines_and_their_number_and_exits_with_1(
    fault: str, negpos: Negpos, tmp_path: Path
) -> None:
    write(fault, tmp_path / "DIR")
    count = len(expected(fault))

    done = negpos("check", "DIR")

    *told, last = done.out.splitlines()
    assert told == expected(fault)
    assert last == f"{count} problem{'s' * (count != 1)} in DIR"
    assert done.err == ""
    assert done.code == 1


@pytest.mark.parametrize("fault", TOLD_BY_THE_COMMAND)
def test_compare_tells_the_same_lines_on_stderr_only_and_exits_with_2(
    fault: str, negpos: Negpos, tmp_path: Path
) -> None:
    write(fault, tmp_path / "DIR")
    count = len(expected(fault))

    done = negpos("compare", "north", "south", "--dossier", "DIR")

    *told, last = done.err.splitlines()
    assert told == expected(fault)
    assert last == f"negpos: {count} problem{'s' * (count != 1)}; nothing was loaded"
    assert "Traceback" not in done.err
    assert done.out == ""
    assert done.code == 2
