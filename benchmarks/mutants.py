"""Mutants: the rules changed in one place at a time, and whether a test tells.

    python benchmarks/mutants.py --sample 80 --seed 1
    python benchmarks/mutants.py --only negpos/profiles.py:345

Each mutant is a copy of the package with one change, in a folder of its own with the tests; the
tests of the rules run there and stop at the first failure. Printed is every mutant, killed or
survived, and the share that survived. ``mutants.csv`` lists changes that change nothing, each with
the reason: they are not drawn.
"""

import argparse
import ast
import copy
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
MODULES = "scales statements profiles comparison redlines plans history".split()
TESTS = "scales profiles plans history comparison diffs".split()
ALIKE = Path(__file__).with_name("mutants.csv")
LIMIT = 600
"""Seconds after which a mutant counts as killed: a rule that never ends is no rule."""

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
    """One change: the file and line, the words before and after, and the whole module after."""

    file: str
    line: int
    before: str
    after: str
    source: str

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
                changed.ops[place] = _OTHER[type(sign)]()  # type: ignore[call-overload]
                yield changed
        case ast.BinOp(op=sign) if type(sign) in _OTHER:
            yield ast.BinOp(node.left, _OTHER[type(sign)](), node.right)  # type: ignore[arg-type]
        case ast.BoolOp(op=sign):
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


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    path = ROOT / "negpos" / f"{module}.py"
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "type_params"):
                continue
            for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(node, ast.AST):
                    continue
                for changed in changes(node):
                    _put(parent, field, place, changed)
                    source = ast.unparse(ast.fix_missing_locations(tree))
                    _put(parent, field, place, node)
                    told = (_told(node), _told(changed))
                    line = getattr(node, "lineno", 0)
                    found.append(Mutant(f"negpos/{module}.py", line, *told, source))
    return sorted(found, key=lambda mutant: mutant[:4])


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
    path.write_text(mutant.source, "utf-8")
    own_first = sorted(TESTS, key=lambda name: name != path.stem)
    tests = [f"tests/test_{name}.py" for name in own_first]
    words = ["-m", "pytest", "-x", "--numprocesses=0", "--hypothesis-profile=quick"]
    words += ["-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(plain, "utf-8")
    return done.returncode != 0


def main() -> None:
    """Runs a sample of mutants and prints what became of each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=80, help="how many mutants to draw")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--only", default="", help="all mutants of one file:line instead")
    asked = parser.parse_args()
    known = alike()
    every = [m for module in MODULES for m in mutants(module)]
    drawn = [m for m in every if (m.file, m.before, m.after) not in known]
    if asked.only:
        chosen = [m for m in drawn if m.place == asked.only]
    else:
        chosen = random.Random(asked.seed).sample(drawn, min(asked.sample, len(drawn)))
    survived = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("negpos", "tests", "data", "docs", "benchmarks"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "pyproject.toml", folder)
        for mutant in chosen:
            fate = "killed" if is_killed(mutant, folder) else "survived"
            survived += fate == "survived"
            print(f"{fate:8}  {mutant.place}  {mutant.before}  ->  {mutant.after}", flush=True)
    share = survived / len(chosen) if chosen else 0.0
    print(
        f"{survived} of {len(chosen)} survived ({share:.1%}); drawn from {len(drawn)}, "
        f"{len(every) - len(drawn)} left out that change nothing"
    )


if __name__ == "__main__":
    main()
