"""Mutants: the rules changed in one place at a time, and whether a test tells.

    python benchmarks/mutants.py --sample 80 --seed 1
    python benchmarks/mutants.py --only negpos/profiles.py:345

Each mutant is a copy of the package with one change, in a folder of its own with the tests; the
tests of the rules run there and stop at the first failure. Printed is every mutant, killed or
survived, and the share that survived. ``mutants.csv`` lists changes that change nothing, each with
the reason: they are left out of the count.
"""

import argparse
import ast
import copy
import csv
import os
import random
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import hypothesis.strategies  # noqa: F401 - loaded once, not once a mutant
import numpy  # noqa: F401 - the same
import pydantic  # noqa: F401 - the same
import pytest

ROOT = Path(__file__).parent.parent
MODULES = (
    "scales statements floor weighing profiles comparison scores redlines plans history days"
).split()
TESTS = "scales profiles plans history comparison diffs scores days view".split()
ALIKE = Path(__file__).with_name("mutants.csv")
LIMIT = 120
"""Seconds of the processor after which a mutant counts as killed: such a rule never ends."""

_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """One change: the file, the place in the order of all changes of the file, the line, and the
    words before and after."""

    file: str
    number: int
    line: int
    before: str
    after: str

    @property
    def place(self) -> str:
        """Where the change is."""
        return f"{self.file}:{self.line}"


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that could stand in the place of this one, with one thing changed."""
    match node:
        case ast.Compare():
            for place, sign in enumerate(node.ops):
                changed = copy.deepcopy(node)
                # a comparison gets one of the same kind
                changed.ops[place] = _OTHER[type(sign)]()  # type: ignore[call-overload]
                yield changed
        case ast.BinOp(op=sign) if type(sign) in _OTHER:
            # a sign gets one of its own kind
            yield ast.BinOp(node.left, _OTHER[type(sign)](), node.right)  # type: ignore[arg-type]
        case ast.BoolOp(op=sign):
            # the same
            yield ast.BoolOp(_OTHER[type(sign)](), node.values)  # type: ignore[arg-type]
            for place in range(len(node.values)):
                rest = [value for n, value in enumerate(node.values) if n != place]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(sign, rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            yield ast.Call(ast.Name(_CALLS[name], ast.Load()), node.args, node.keywords)
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.If():
            yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def spots(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Every node of a module with what could stand in its place; while a pair is looked at, the
    module is the mutant."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "type_params"):
                continue
            for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                for changed in changes(node) if isinstance(node, ast.AST) else ():
                    _put(parent, field, place, changed)
                    yield node, changed
                    _put(parent, field, place, node)


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module."""
    file = f"negpos/{module}.py"
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return [
        Mutant(file, number, getattr(node, "lineno", 0), _told(node), _told(changed))
        for number, (node, changed) in enumerate(spots(tree))
    ]


def source(mutant: Mutant) -> str:
    """The whole module with the change."""
    tree = ast.parse((ROOT / mutant.file).read_text("utf-8"))
    next(islice(spots(tree), mutant.number, None))
    return ast.unparse(ast.fix_missing_locations(tree))


def _put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


def _told(node: ast.AST) -> str:
    """The words of a node, of an ``if`` its first line alone."""
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).partition("\n")[0]


def alike() -> set[tuple[str, str, str]]:
    """File, before and after of the changes that are known to change nothing."""
    if not ALIKE.exists():
        return set()
    with ALIKE.open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["before"], row["after"]) for row in csv.DictReader(file)}


def is_killed(mutant: Mutant, folder: Path) -> bool:
    """Whether a test fails where the mutant stands in the place of its module."""
    path = folder / mutant.file
    plain = path.read_text("utf-8")
    path.write_text(source(mutant), "utf-8")
    is_sound = holds(folder, first=path.stem)
    path.write_text(plain, "utf-8")
    return not is_sound


def holds(folder: Path, first: str = "") -> bool:
    """Whether the tests of the rules pass in this folder, in time; those of one module first."""
    names = sorted(TESTS, key=lambda name: name != first)
    words = ["-x", "--assert=plain", "--numprocesses=0", "--hypothesis-profile=quick"]
    words += ["-p", "no:cacheprovider", *(f"tests/test_{name}.py" for name in names)]
    child = os.fork()  # a new interpreter would spend a second on what is the same for all
    if child:
        return os.waitpid(child, 0)[1] == 0
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        code = int(pytest.main(words))
    finally:
        os._exit(code)


def main() -> None:
    """Runs a sample of mutants and prints what became of each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=80, help="how many mutants to draw")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--only", default="", help="all mutants of one file:line instead")
    asked = parser.parse_args()
    every = [m for module in MODULES for m in mutants(module)]
    if asked.only:
        drawn = [m for m in every if m.place == asked.only]
    else:
        drawn = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
    known = alike()
    chosen = [m for m in drawn if (m.file, m.before, m.after) not in known]
    survived = 0
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("negpos", "tests", "data", "docs", "benchmarks"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "pyproject.toml", folder)
        if not holds(folder):
            sys.exit("the tests fail without any change: mend that first")
        for mutant in chosen:
            fate = "killed" if is_killed(mutant, folder) else "survived"
            survived += fate == "survived"
            print(f"{fate:8}  {mutant.place}  {mutant.before}  ->  {mutant.after}", flush=True)
    share = survived / len(chosen) if chosen else 0.0
    print(
        f"{survived} of {len(chosen)} survived ({share:.1%}); drawn from {len(every)}, "
        f"{len(drawn) - len(chosen)} of the draw left out because they change nothing"
    )


if __name__ == "__main__":
    main()
