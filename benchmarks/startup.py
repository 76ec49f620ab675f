"""Start-up and memory of the commands that people type."""

import compileall
import shutil
from pathlib import Path

import measure
import yardstick
from measure import Case

import negpos
from negpos.intake.loading import find

COMPARE = ("compare", "russia", "ukraine", "--full")
SUMMARY = COMPARE[:-1]
BRIEF = ("brief", "russia", "ukraine")
BRIDGE = ("bridge", "russia", "ukraine")
MOST_MEGABYTES = 60


def startup(dossier: str, pairs: int, folder: Path) -> None:
    """Prints the ratio of each command to the lean program."""
    compileall.compile_dir(str(Path(negpos.__file__).parent), quiet=2)
    cache = folder / "cache"
    variables = measure.environment(cache, dossier)
    script = measure.negpos()
    told = measure.output((script, *COMPARE, "--format", "md"), variables)
    lean = yardstick.write(folder, told)
    ours = measure.output((script, *COMPARE), variables)
    theirs = measure.output((lean, "one", "other"), variables)
    edited = folder / "edited"
    shutil.copytree(find(dossier), edited)
    changed = sorted(edited.glob("positions/**/*.toml"))[0]

    def edit() -> None:
        with changed.open("a", encoding="utf-8") as file:
            file.write("#\n")

    def forget() -> None:
        shutil.rmtree(cache / "negpos", ignore_errors=True)

    drawn = (lean, "one", "other")
    of_edited = (script, *COMPARE, "--dossier", str(edited))
    cases = (
        Case("compare --full", 1.2, (script, *COMPARE), drawn),
        Case("compare", 1.2, (script, *SUMMARY), drawn),
        Case("compare --format csv", 0.75, (script, *SUMMARY, "--format", "csv"), drawn),
        Case("brief --format html", 3.0, (script, *BRIEF, "--format", "html"), drawn),
        Case("bridge, to compare", 1.2, (script, *BRIDGE), (script, *SUMMARY)),
        Case("--help", 1.0, (script, "--help"), (lean, "--help")),
        Case("compare, a byte changed", 1.6, of_edited, drawn, edit),
    )
    found = measure.ratios(cases, pairs, variables)
    emptied = (Case("compare, cache emptied", 3.5, (script, *COMPARE), drawn, forget),)
    found += measure.ratios(emptied, pairs, variables)
    print(f"Start-up, ratio to a lean typer program with a rich table of that size ({pairs} pairs)")
    print(f"  lines and words printed: {_size(ours)} by negpos, {_size(theirs)} by the yardstick")
    print(f"  {'':<26}target   median   quartiles   by processor time")
    for case, (clock, processor) in zip(cases + emptied, found, strict=True):
        print(f"  {case.name:<26}{case.target:6.2f}{clock!s:>23}   {processor!s:>19}")


def memory(dossier: str, runs: int, folder: Path) -> None:
    """Prints the peak memory of the warm comparison, and of the lean program beside it."""
    variables = measure.environment(folder / "cache", dossier)
    command = (measure.negpos(), *COMPARE)
    lean = yardstick.write(folder, measure.output((*command, "--format", "md"), variables))
    ours = [measure.peak(command, variables, folder).peak for _ in range(runs)]
    theirs = [measure.peak((lean, "one", "other"), variables, folder).peak for _ in range(runs)]
    print(f"Peak memory of compare, cache warm, in MB (median of {runs} runs)")
    print(f"  target {MOST_MEGABYTES}   negpos {_megabytes(ours)}   yardstick {_megabytes(theirs)}")


def _megabytes(peaks: list[int]) -> str:
    return f"{measure.spread(peaks).median / measure.MEGABYTE:.1f}"


def _size(text: str) -> str:
    """Lines and words; the strokes of a table's frame are no words."""
    words = [word for word in text.split() if not "\u2500" <= word[0] <= "\u257f"]
    return f"{len(text.splitlines())} and {len(words)}"
