"""The shape of the house: which module may know which, and what a command imports."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "negpos"
LAYERS = (
    ("terms",),
    ("errors", "days", "circles", "scales", "safe", "spelling", "text.points"),
    ("text.words", "text.languages", "text.senses"),
    ("text.phrases", "text.proper"),
    ("text.guards",),
    ("intake.files", "intake.lines", "intake.slips", "intake.writing"),
    ("dossier", "intake.records", "names", "completion", "intake.example"),
    (
        "intake.cache",
        "intake.faults",
        "intake.grammar",
        "intake.schemas",
        "intake.templates",
        "statements",
        "examples",
    ),
    ("intake.asks", "intake.adding", "package"),
    ("intake.assume",),
    ("intake.founding",),
    ("floor",),
    ("weighing",),
    ("text.search", "text.passages"),
    ("intake.parse", "profiles", "text.backing"),
    ("intake.problems",),
    ("intake.ties",),
    ("intake.private", "intake.steps"),
    ("intake.build", "comparison", "history", "order"),
    ("plans", "alignment", "text.links", "frames"),
    ("diffs",),
    ("against",),
    (
        "intake.loading",
        "redlines",
        "bridge",
        "ground",
        "only",
        "gaps",
        "matrix",
        "scores",
        "conditions",
        "outbid",
    ),
    ("importing.sheets",),
    ("importing.books", "importing.columns", "importing.proposals"),
    ("importing.draft", "importing.reading"),
    ("importing.experts",),
    ("importing.package", "importing.rows"),
    ("importing.kept",),
    ("importing.bring", "importing.texts"),
    ("brief",),
    ("view.grid",),
    ("view.shapes", "view.wording"),
    ("view.stance", "view.fields", "view.changes", "view.receipt", "view.cited", "view.references"),
    ("view.chart",),
    (
        "view.since",
        "view.timeline",
        "view.plan",
        "view.precedents",
        "view.diff",
        "view.link",
        "view.backing",
        "view.bridge",
        "view.compare",
        "view.scores",
        "view.redlines",
        "view.ground",
        "view.only",
        "view.order",
        "view.gaps",
        "view.imported",
        "view.matrix",
        "view.on",
        "view.show",
        "view.lists",
        "view.templates",
        "view.summary",
        "view.why",
    ),
    ("view.brief", "view.page", "view.against"),
    (
        "render",
        "render.book",
        "render.csv",
        "render.docx",
        "render.handout",
        "render.html",
        "render.json",
        "render.md",
        "render.page",
        "render.table",
        "render.xlsx",
    ),
    ("render.package",),
    ("saving", "pager"),
    ("terminal", "request", "meant"),
    ("reply", "arguments", "own"),
    ("api",),
    ("", "cli"),
    ("__main__",),
)
"""From the ground up: a module imports its own layer or those before it."""

ROOMS = {"importing", "intake", "text", "view"}
"""Packages of which only the modules do something."""

ONLY = {
    "pydantic": {"intake.records", "intake.parse"},
    "rich": {"render.table"},
    "rapidfuzz": {"names", "text.search", "text.passages"},
    "typer": {"arguments", "cli"},
    "numpy": {"matrix"},
    "openpyxl": {"importing.books"},
    "docx": {"render.docx"},
    "xlsxwriter": {"render.book", "render.xlsx"},
}
SURROUNDINGS = {
    "__main__",
    "cli",
    "completion",
    "importing.bring",
    "importing.package",
    "importing.reading",
    "importing.sheets",
    "importing.texts",
    "intake.cache",
    "intake.files",
    "intake.loading",
    "pager",
    "reply",
    "saving",
    "terminal",
}
"""Modules that may touch the environment, the terminal or the disk."""


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(path: Path) -> set[str]:
    """Every module that a file imports, inside bodies too; not those for type checking only."""
    found: set[str] = set()
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            submodules = {n for n in named if n.removeprefix("negpos.") in MODULES}
            found |= submodules or {node.module}
    return found


PLACES = {name: place for place, layer in enumerate(LAYERS) for name in layer}


def test_every_module_has_its_layer() -> None:
    assert set(MODULES) - ROOMS == set(PLACES)


@pytest.mark.parametrize("name", [name for name in MODULES if name in PLACES])
def test_arrows_point_one_way(name: str) -> None:
    own = {i.removeprefix("negpos").lstrip(".") for i in imports(MODULES[name]) if _is_own(i)}
    upward = {other for other in own if other in PLACES and PLACES[other] > PLACES[name]}
    assert upward - {""} == set()


def _is_own(module: str) -> bool:
    return module == "negpos" or module.startswith("negpos.")


@pytest.mark.parametrize(("library", "allowed"), ONLY.items())
def test_a_library_is_known_in_its_own_rooms_only(library: str, allowed: set[str]) -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(i == library or i.startswith(f"{library}.") for i in imports(path))
    }
    assert users == allowed


def test_nothing_in_the_core_touches_the_environment_the_clock_or_the_terminal() -> None:
    touched = {"os", "sys", "time", "random", "shutil", "subprocess", "logging"}
    for name, path in MODULES.items():
        if name not in SURROUNDINGS:
            assert not imports(path) & touched, name
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in calls, name


def test_every_public_thing_has_a_docstring() -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), name
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                if isinstance(node, ast.FunctionDef) and _is_inner(tree, node):
                    continue
                assert ast.get_docstring(node), f"{name}.{node.name}"


FAULTS = ("UsageError", "DataError")


@pytest.mark.parametrize("name", [name for name in MODULES if name != "cli"])
def test_a_public_function_names_the_errors_that_it_raises(name: str) -> None:
    """Those of the command line are told by its help."""
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            for fault in _raised(node):
                assert fault in (ast.get_docstring(node) or ""), f"{name}.{node.name}: {fault}"


def _raised(function: ast.FunctionDef) -> set[str]:
    """The errors for people that stand behind a ``raise`` in this function."""
    raised = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
    made = [exc.func for exc in raised if isinstance(exc, ast.Call)]
    return {func.id for func in made if isinstance(func, ast.Name)} & set(FAULTS)


def _is_inner(tree: ast.Module, node: ast.FunctionDef) -> bool:
    """Whether a function stands in another or in a private class."""
    for outer in ast.walk(tree):
        is_private = isinstance(outer, ast.ClassDef) and outer.name.startswith("_")
        is_around = (isinstance(outer, ast.FunctionDef) or is_private) and outer is not node
        if is_around and any(inner is node for inner in ast.walk(outer)):
            return True
    return False


HEAVY = (
    "pydantic",
    "rich",
    "rapidfuzz",
    "numpy",
    "tomllib",
    "importlib.metadata",
    "docx",
    "lxml",
    "xlsxwriter",
)


def loaded(*words: str, folder: Path, **env: str) -> set[str]:
    """Which heavy modules a run of the command line has loaded when it ends."""
    program = (
        "import atexit, json, sys\n"
        "def told():\n"
        f"    found = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "    open('loaded.json', 'w').write(json.dumps(found))\n"
        "atexit.register(told)\n"
        f"sys.argv = ['negpos', *{list(words)!r}]\n"
        "from negpos.cli import main\n"
        "main()\n"
    )
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=surroundings | env,  # measuring coverage would load modules of its own
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return set(json.loads((folder / "loaded.json").read_text()))


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("--help",), set()),
        (("compare", "--help"), set()),
        (("--version",), set()),
        (("compare", "russia", "ukraine", "--format", "csv"), set()),
        (("compare", "russia", "ukraine", "--format", "json"), set()),
        (("compare", "russia", "ukraine", "--format", "md"), set()),
        (("compare", "russia", "ukraine", "--format", "html"), set()),
        (("compare", "russia", "ukraine", "--format", "docx"), {"docx", "lxml"}),
        (("compare", "russia", "ukraine", "--format", "xlsx"), {"xlsxwriter"}),
        (("compare", "russia", "ukraine"), {"rich"}),
        (("redlines", "russia", "ukraine"), {"rich"}),
        (("matrix", "--format", "csv"), set()),
        (("page", "--issue", "donetsk"), set()),
        (("export", "package"), set()),
        (("export", "x.xlsx"), {"xlsxwriter"}),
        (("compare", "russia", "ukrane"), {"rapidfuzz"}),
        (("compare", "--nonsense"), set()),
        (("schema", "position"), {"pydantic", "importlib.metadata"}),
    ],
)
def test_a_command_loads_only_what_it_needs(
    words: tuple[str, ...], allowed: set[str], tmp_path: Path
) -> None:
    loaded("compare", "russia", "ukraine", "--format", "csv", folder=tmp_path)  # fills the cache
    assert loaded(*words, folder=tmp_path) == allowed


def test_the_first_run_after_an_edit_validates_and_the_second_does_not(tmp_path: Path) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    words = ("compare", "russia", "ukraine", "--format", "csv")
    assert "pydantic" in loaded(*words, folder=tmp_path, **cache)
    assert loaded(*words, folder=tmp_path, **cache) == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_tab_key_loads_nothing_heavy(shell: str, tmp_path: Path) -> None:
    env = {
        "_NEGPOS_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "negpos compare rus",
        "COMP_CWORD": "2",
        "_TYPER_COMPLETE_ARGS": "negpos compare rus",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "rus",
    }
    assert loaded(folder=tmp_path, **env) == set()


def test_importing_negpos_is_cheap() -> None:
    program = "import sys, negpos; print([m for m in sys.modules if m.startswith('negpos')])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['negpos']"


def test_the_version_is_the_one_in_the_metadata() -> None:
    from importlib.metadata import version

    import negpos

    assert version("negpos") == negpos.__version__
