"""Cases: dossiers, words and surroundings as no person would write them, drawn by hypothesis."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .cases import DOSSIER, Case, Files
from .changes import dossiers
from .typed import typed
from .values import Draw, once_in

_VARIABLES: tuple[dict[str, str | None], ...] = (
    {"COLUMNS": "0"},
    {"COLUMNS": "1"},
    {"COLUMNS": "7"},
    {"COLUMNS": "80"},
    {"COLUMNS": "99999"},
    {"COLUMNS": "-5"},
    {"COLUMNS": "x"},
    {"COLUMNS": "٣"},
    {"COLUMNS": ""},
    {"TERM": "dumb"},
    {"TERM": None},
    {"NO_COLOR": "1"},
    {"NO_COLOR": ""},
    {"FORCE_COLOR": "1"},
    {"NEGPOS_DOSSIER": ""},
    {"NEGPOS_DOSSIER": "d/"},
    {"NEGPOS_DOSSIER": "./d/../d"},
    {"NEGPOS_DOSSIER": "{top}/work/d"},
    {"NEGPOS_DOSSIER": "nowhere"},
    {"NEGPOS_DOSSIER": "kept.csv"},
    {"NEGPOS_DOSSIER": "\x1b[31m"},
    {"NEGPOS_DOSSIER": "\udcff"},
    {"NEGPOS_DOSSIER": "\u202ed"},
    {"NEGPOS_DOSSIER": "n" * 5000},
    {"XDG_CACHE_HOME": None},
    {"XDG_CACHE_HOME": ""},
    {"XDG_CACHE_HOME": "relative"},
    {"XDG_CACHE_HOME": "/proc"},
    {"XDG_CACHE_HOME": "/dev/null"},
    {"XDG_CACHE_HOME": "{top}/file"},
    {"XDG_CACHE_HOME": "{top}/cache/negpos/\udcff"},
    {"HOME": None},
    {"HOME": None, "XDG_CACHE_HOME": None},
    {"HOME": "", "XDG_CACHE_HOME": None},
    {"HOME": "relative", "XDG_CACHE_HOME": None},
    {"HOME": "/dev/null", "XDG_CACHE_HOME": None},
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "utf-8:surrogateescape"},
    {"TERMINAL_WIDTH": "x"},
    {"_TYPER_STANDARD_TRACEBACK": "1"},
)


def _environment(draw: Draw) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 0, 2, 0)))):
        found |= draw(st.sampled_from(_VARIABLES))
    return found


def _completion(words: list[str]) -> dict[str, str | None]:
    line = " ".join(["negpos", *words]).replace("\0", "")
    return {
        "_NEGPOS_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - 1),
    }


_OUTPUTS = (
    "r.csv",
    "r.json",
    "r.md",
    "r.html",
    "r.htm",
    "r.docx",
    "r.xlsx",
    "r.txt",
    "R.CSV",
    "kept.csv",
    "kept.txt",
    "link.csv",
    "loop.csv",
    "no/such/r.csv",
    "r.pdf",
    "r",
    ".csv",
    "-",
    "-r.csv",
    ".",
    "d",
    "é\u0301.csv",
    "a\nb.csv",
    "\x1b[31m.csv",
    "\udcff.csv",
    "n" * 250 + ".csv",
    "n" * 300 + ".csv",
    "/dev/null",
    "/dev/full",
    "r.csv/",
    "./r.csv",
)
_AROUND: Files = {
    "kept.csv": b"kept\r\n",
    "kept.txt": b"kept\n",
    "link.csv": "kept.csv",
    "loop.csv": "loop.csv",
    "\x1b[31m": DOSSIER,
    "\udcff": DOSSIER,
    "\u202ed": DOSSIER,
    "copies/gazette-2025-03-01.txt": b"The north needs three fifths of the flow, he said.\n",
    "text.md": b"# Draft\n\n1. The north uses at most 40 percent of the flow.\n2. A council.\n",
}
_TEXTS = (
    _AROUND["text.md"],
    b"",
    b"\n\n\n",
    b"\0",
    b"\xff\xfe" * 30,
    b"The island becomes a zone. \x1b[31m \xc2\x9b \xe2\x80\xae\n",
    b"word " * 500,
    b"- a\r- b\r\n",
)
_SHEETS = (
    b"party,issue,ask,date,source\nNorth,Share,>=60 %,2025-03-01,G\nSouth,Share,4,2025-02-10,G\n",
    b"actor,issue,value,salience\nNorth,Share,60,90\nSouth,Share,.,NA\nSouth,Fines,-99,1e9\n",
    b"proposal,issue,rp,pN,sN,pS,sS,outcome\nP,Share,0,10,20,30,40,50\nQ,Share,.,,x,nan,inf,9e999\n",
    "actor;issue;value;salience\nÉ;Ströme;1,5;2,5\n\u202eN;\x1b[31m;3;4\n".encode(),
    "actor,issue,value\nNord,Größe,5\n".encode("cp1252"),
    "actor,issue,value,salience\nNorth,Share,60,90\n".encode("utf-16"),
    "actor,issue,value,salience\nNorth,Share,60,90\n".encode("utf-16-le"),
    b"\xff\xfe\0",
    b"",
    b",,,\n,,\n",
    b"actor,issue,value\n" + b"N,S," + b"9" * 400 + b"\n",
    b'actor,issue,value\n"N,S,5\n',
    b"pN,sN,pS,sS\n1,2,3,4\n",
)


@st.composite
def cases(draw: Draw, processes: int = 0) -> Case:
    """One run; ``processes`` of a hundred are to be real processes."""
    files, sound, kinds = draw(dossiers())
    words = typed(draw, files)
    env = _environment(draw)
    if once_in(draw, 40):
        env |= _completion(words)
        words, kinds = [], (*kinds, "completion")
    is_process = processes > 0 and once_in(draw, 100 // processes)
    files = {name: files[name] for name in files if len(name.encode("utf-8", "replace")) < 250}
    around = dict(_AROUND)
    stdin = draw(st.sampled_from(_TEXTS))
    if words[:1] == ["import"]:
        around["sheet.csv"] = draw(st.sampled_from(_SHEETS))
    if words[:1] == ["link"]:
        around["text.md"] = draw(st.sampled_from(_TEXTS))
    takes_output = words[:1] not in ([], ["new"]) and (words[0] != "check" or "--sources" in words)
    output = draw(st.sampled_from(_OUTPUTS)) if takes_output and once_in(draw, 6) else ""
    streams = ("pipe",) * 12 + ("terminal", "terminal", "closed", "full")
    rare = draw(st.sampled_from(("",) * 12 + ("no stdin", "room", "gone") + ("",) * 12))
    if is_process and "HOME" in env and "XDG_CACHE_HOME" in env:
        del env["XDG_CACHE_HOME"]  # a real process would find the user's own home
    return Case(
        files=files | around,
        words=tuple(word.replace("\0", "") for word in words),
        output=output,
        before=sound | around if once_in(draw, 3) else {},
        env={name: value.replace("\0", "") if value else value for name, value in env.items()},
        stdin=None if rare == "no stdin" else stdin,
        stdout=draw(st.sampled_from(streams)),
        stderr=draw(st.sampled_from(("pipe",) * 20 + ("closed", "full"))),
        room=draw(st.sampled_from((0, 10, 500))) if rare == "room" else None,
        folder="gone" if rare == "gone" else "there",
        is_process=is_process,
        kinds=kinds,
    )


SIZE = 1 << 15
"""Bytes of chance that a case is drawn from; more than any needs."""


def drawn(seed: int, number: int, processes: int = 0) -> Case:
    """The case of this seed and number, always the same one.

    Each is drawn from chance of its own: hypothesis left to itself would vary those before it.
    """
    found: list[Case] = []

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases(processes=processes))
    def take(case: Case) -> None:
        found.append(case)

    # given adds it, which types do not know
    fuzz = take.hypothesis.fuzz_one_input  # type: ignore[attr-defined]
    fuzz(Random(f"{seed} {number}").randbytes(SIZE))
    return found[0]
