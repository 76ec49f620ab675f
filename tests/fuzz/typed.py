"""What is typed after ``negpos``: plausible, misspelt and hostile."""

import tomllib
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from negpos.cli import PURPOSES
from negpos.terms import DIFF_KINDS, FORMATS, JOINT, RELATIONS, VERDICTS

from .cases import DOSSIER, Files
from .values import PLAIN, Draw, odd_texts, once_in, texts

COMMANDS = [name for _, names in PURPOSES for name in names]

Names = dict[str, list[list[str]]]
"""For each kind of record: the names of each."""


def _names_in(files: Files) -> Names:
    """The names that the files give to parties, issues, themes and positions."""
    found: Names = {"party": [], "issue": [], "theme": [], "position": []}
    for path, data in files.items():
        try:
            table = tomllib.loads(data.decode("utf-8") if isinstance(data, bytes) else "")
        except (ValueError, RecursionError):
            continue
        if "/positions/" in path:
            found["position"].append(_names_of(table))
        for kind in ("party", "issue", "theme"):
            rows = table.get(kind)
            rows = rows if isinstance(rows, list) else []
            found[kind] += [_names_of(row) for row in rows if isinstance(row, dict)]
    return {kind: [own for own in names if own] for kind, names in found.items()}


def _names_of(row: dict[str, Any]) -> list[str]:
    """The id more often than any other: most people type it."""
    aliases = row.get("aliases")
    names = [row.get("id"), row.get("id"), row.get("name"), row.get("label")]
    names += aliases if isinstance(aliases, list) else []
    return [name for name in names if isinstance(name, str) and name]


_TYPED_DATES = (
    *("2025-03-01", "2025-02-11", "2025-06-30", "2024-12-31") * 4,
    "2024-06-01",
    "0001-01-01",
    "9999-12-31",
    "2025-02-30",
    "today",
    "2025-3-1",
    "20250301",
    "2025-W10-1",
    "٢٠٢٥-٠٣-٠١",
    "",
)
_DATES = st.sampled_from(_TYPED_DATES)
_HOSTILE = (
    "--",
    "--nonsense",
    "--dossier",
    "-d",
    "-x",
    "--only",
    "--=x",
    "--\x1b[31m",
    "-\x9b",
    "\udcff",
    "\udc80x",
    "",
    "-",
    "*",
    "~",
    "-h",
    "--version",
    "--help",
    "--format=json",
)


def _misspelt(draw: Draw, word: str) -> str:
    if not word:
        return "x"
    at = draw(st.integers(0, len(word) - 1))
    made = (word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word.upper(), f" {word} ")
    return str(draw(st.sampled_from((*made, word.replace("-", "_"), word + "@2025-03-01"))))


def _typed(draw: Draw, known: list[list[str]]) -> str:
    """A name that is known most of the time; otherwise misspelt or odd."""
    if not known or once_in(draw, 15):
        return str(draw(texts))
    name = str(draw(st.sampled_from(draw(st.sampled_from(known)))))
    return _misspelt(draw, name) if once_in(draw, 15) else name


def _few(draw: Draw, known: list[list[str]], least: int, most: int) -> list[str]:
    """Several names, most of the time each of another record."""
    count = draw(st.integers(least, most))
    if len(known) < count or once_in(draw, 10):
        return [_typed(draw, known) for _ in range(count)]
    order = draw(st.permutations(range(len(known))))
    return [_typed(draw, [known[place]]) for place in order[:count]]


def _sides(draw: Draw, names: Names) -> list[str]:
    anyone = [*names["party"], *names["party"], *names["position"]]
    return _few(draw, anyone, 2, 4) if once_in(draw, 3) else _few(draw, names["party"], 2, 3)


def _matrix(draw: Draw, names: Names) -> list[str]:
    either = st.sampled_from(("all", "positions", "named"))
    chosen = draw(either)
    return _sides(draw, names) if chosen == "named" else ["--positions"] * (chosen != "all")


def _order(draw: Draw, names: Names) -> list[str]:
    text = [_typed(draw, names["position"])] if once_in(draw, 3) else []
    return text + _few(draw, names["party"], 0, 3) + ["--all"] * once_in(draw, 2)


def _plan(draw: Draw, names: Names) -> list[str]:
    return [_typed(draw, names["position"]), *_few(draw, names["party"], 1, 3)]


def _diff(draw: Draw, names: Names) -> list[str]:
    parties, positions = names["party"], names["position"]
    dated = [[f"{own[0]}@{draw(_DATES)}"] for own in parties]
    toward = ["--toward", ",".join(own[0] for own in parties)]
    extra: tuple[list[str], ...] = ([], ["--words"], toward, ["--ignore", "wording"])
    flags = draw(st.sampled_from(extra))
    most = 3 if not flags or once_in(draw, 10) else 2
    return [*_few(draw, [*positions, *positions, *dated], 2, most), *flags]


def _link(draw: Draw, _names: Names) -> list[str]:
    least = draw(st.sampled_from(("0", "50", "100%", "nan", "1e9")))
    flags: tuple[list[str], ...] = ([], ["--stub"], ["--threshold", least])
    text = draw(st.sampled_from(("text.md", "-", "text.md", "-", "nothing.md", DOSSIER)))
    return [text, *draw(st.sampled_from(flags))]


def _since(draw: Draw, names: Names) -> list[str]:
    return [draw(_DATES), *_few(draw, names["party"], 0, 2)]


def _timeline(draw: Draw, names: Names) -> list[str]:
    return _few(draw, names["party"], 0, 1)


def _on(draw: Draw, names: Names) -> list[str]:
    return [_typed(draw, names["issue"])]


def _show(draw: Draw, names: Names) -> list[str]:
    return [_typed(draw, [*names["party"], *names["position"]])]


def _why(draw: Draw, names: Names) -> list[str]:
    return [*_show(draw, names), *_on(draw, names)]


def _list(draw: Draw, _names: Names) -> list[str]:
    kinds = ("parties", "positions", "issues", "sources", "dossiers", "x")
    kind = draw(st.sampled_from(kinds))
    extra: tuple[list[str], ...] = ([], ["--unused"], ["--grade", "A"])
    fits = kind == "sources" or once_in(draw, 10)
    return [kind, *(draw(st.sampled_from(extra)) if fits else ())]


def _search(draw: Draw, names: Names) -> list[str]:
    words = [[word] for word in ("water", "share", "north", "island")]
    return [_typed(draw, words) for _ in range(draw(st.integers(1, 3)))]


_FOLDERS = (
    *("fresh", "a/b/c", DOSSIER, "kept.csv", ".", "-x", "é", "\x1b", "ukraine", "", "\udcff"),
    "n" * 300,
)


_PARTIES = ("us=United States,Hamas", "a,b", "A=x,b", "é,b", "a,a", "\x1b,b", "\udcff,b", ",", "")
_TEMPLATES = ("ceasefire", "ddr.arms@1,aid", "ddr.arms@2", "ceasfire", "legislation", "")


def _new(draw: Draw, _names: Names) -> list[str]:
    words = [draw(st.sampled_from(_FOLDERS))]
    if once_in(draw, 2):
        words += ["--parties", draw(st.sampled_from(_PARTIES))]
        words += ["--template", draw(st.sampled_from(_TEMPLATES))] * once_in(draw, 2)
        words += ["--title", draw(texts)] * once_in(draw, 4)
    return words + ["--empty"] * once_in(draw, 4)


def _add(draw: Draw, names: Names) -> list[str]:
    kind = draw(st.sampled_from(("party", "source", "issue", "position", "x")))
    name = draw(st.sampled_from(("gazette", "water.depth", "../x", "North", "é"))) or draw(texts)
    party, issue = _typed(draw, names["party"]), _typed(draw, names["issue"])
    given: dict[str, list[str]] = {
        "party": ["--id", draw(st.sampled_from(("east", "north", "E", "\x1b")))],
        "source": ["--publisher", "P", "--title", draw(texts), "--grade", "A"],
        "issue": ["--question", draw(texts), "--options", draw(st.sampled_from(("a|b", "a|a")))],
        "position": ["--party", party, "--title", "T", "--source", "gazette-2025-03-01"],
        "x": [],
    }
    words = [kind, name, *given[kind]]
    words += ["--date", draw(_DATES)] if kind in ("source", "position") else []
    if kind == "position" and once_in(draw, 2):
        ask = draw(st.sampled_from(("60", "joint", "{ max = 40 }", "[", '"')))
        words += ["--issue", issue, "--ask", ask, "--text", draw(texts)]
    return words


def _template(draw: Draw, names: Names) -> list[str]:
    task = draw(st.sampled_from(("list", "show", "add", "add", "x")))
    chosen = [draw(st.sampled_from(("ceasefire", "ddr.arms@1", "withdrawal", "aid.x", "")))]
    between = ["--between", ",".join(_few(draw, names["party"], 2, 2))] * (task == "add")
    return [task, *chosen, *(between if once_in(draw, 3) else ())]


def _check(draw: Draw, _names: Names) -> list[str]:
    held = [DOSSIER, "--sources", "copies"]
    extra: tuple[list[str], ...] = ([], [], [DOSSIER], held, ["--sources", "nowhere"])
    return list(draw(st.sampled_from(extra)))


def _schema(draw: Draw, _names: Names) -> list[str]:
    extra: tuple[list[str], ...] = ([], ["dossier"], ["position"], ["x"])
    return list(draw(st.sampled_from(extra)))


_MAPS = (
    'source="S",date="2019"',
    'theme=proposal,reference_point=rp,source="S",date="1999"',
    'wide=p*/s*,missing="-99",date="x"',
    "ask=Position,date=When",
    "wide=*",
    'attribution="expert"',
    '="',
    "",
)


def _import(draw: Draw, _names: Names) -> list[str]:
    """Into a folder that is not there, or beside the dossier; nothing is written."""
    told = draw(st.sampled_from(_MAPS)) if not once_in(draw, 10) else draw(odd_texts)
    name = draw(st.sampled_from(("sheet.csv",) * 6 + ("nothing.csv", DOSSIER, "copies", "text.md")))
    folder = draw(st.sampled_from(("fresh", "fresh", DOSSIER, *_FOLDERS)))
    return [name, folder, "--dry-run", *(["--map", told] if not once_in(draw, 4) else [])]


_ARGUMENTS: dict[str, Callable[[Draw, Names], list[str]]] = {
    **dict.fromkeys(("compare", "brief", "redlines", "common", "gaps", "bridge"), _sides),
    **{
        "order": _order,
        "matrix": _matrix,
        "plan": _plan,
        "diff": _diff,
        "link": _link,
        "since": _since,
    },
    **{"timeline": _timeline, "on": _on, "wording": _on, "show": _show, "list": _list, "why": _why},
    **{"search": _search, "new": _new, "check": _check, "schema": _schema},
    **{"add": _add, "template": _template, "import": _import},
}
"""What goes with each command and is no option; a command without an entry gets odd words."""


def _odd(draw: Draw, _names: Names) -> list[str]:
    return [draw(texts)]


def _one_of(known: list[list[str]]) -> st.SearchStrategy[str]:
    return st.sampled_from([own[0] for own in known] * 3 + ["x"])


def _options(draw: Draw, command: str, names: Names) -> list[str]:
    """Vantage, fitting most of the time."""
    found: list[str] = []
    only = {"plan": VERDICTS, "diff": DIFF_KINDS}.get(command, RELATIONS)
    conditions = ("deadlock", "crossing", "overlap<50", "overlap<0%")
    fails = {"plan": VERDICTS, "order": ("circle",)}.get(command, conditions)
    read = command not in ("list", "search", "link", "new", "check", "schema")
    narrow = read and command not in ("on", "order", "show", "why")
    for option, fits, most, value in (
        ("--format", True, 2, st.sampled_from(FORMATS)),
        ("--as-of", True, 6, _DATES),
        ("--known-by", True, 8, _DATES),
        ("--attribution", True, 10, st.sampled_from(("official", "document,reported", ","))),
        ("--joint", read, 8, st.sampled_from(JOINT)),
        ("--theme", narrow or command == "link", 10, _one_of(names["theme"])),
        ("--issue", narrow or command == "link", 6, _one_of(names["issue"])),
        ("--only", command in ("compare", "plan", "diff"), 8, st.sampled_from(only)),
        (
            "--fail-on",
            command in ("compare", "redlines", "order", "plan"),
            8,
            st.sampled_from(fails),
        ),
    ):
        if once_in(draw, most if fits else 100):
            found += [option, draw(odd_texts) if once_in(draw, 20) else draw(value)]
    if command != "link" and once_in(draw, 8):
        found.append("--receipt")
    if command == "compare" and once_in(draw, 4):
        found.append("--scores")
    return found


_NO_OPTIONS = ("new", "schema", "check", "add", "template", "import")


def typed(draw: Draw, files: Files) -> list[str]:
    """A command with names that the files hold, most of the time."""
    names = _names_in(files)
    if once_in(draw, 25):
        any_words = st.sampled_from((*_HOSTILE, *COMMANDS, *PLAIN)) | odd_texts
        return list(draw(st.lists(any_words, max_size=4)))
    command = draw(st.sampled_from(COMMANDS))
    words = [command, *_ARGUMENTS.get(command, _odd)(draw, names)]
    if command not in _NO_OPTIONS or once_in(draw, 10):
        words += _options(draw, command, names)
    if once_in(draw, 25):
        at = draw(st.integers(0, len(words)))
        words.insert(at, draw(st.sampled_from(_HOSTILE)))
    return words
