"""What is done to the files of a sound dossier: bytes, values, structure, names of files."""

import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from negpos.intake import example

from .cases import DOSSIER, Files
from .made import whole_dossiers
from .toml import dumped
from .values import Draw, odd_texts, odd_values, once_in

_TESTS = Path(__file__).parent.parent


Draft = dict[str, bytes | str]
"""Files while they are changed."""


@cache
def _bases() -> tuple[Files, ...]:
    """Sound dossiers to begin from: the example of ``new`` and two of the tests."""
    river = {f"{DOSSIER}/{name}": text.encode() for name, text in example.FILES.items()}
    return river, _copied("lake"), _copied("delta")


def _copied(name: str) -> Files:
    paths = sorted((_TESTS / name).rglob("*.toml"))
    return {f"{DOSSIER}/{path.relative_to(_TESTS / name)}": path.read_bytes() for path in paths}


def _name(draw: Draw, files: Files) -> str:
    return str(draw(st.sampled_from(sorted(n for n in files if isinstance(files[n], bytes)))))


def _at(draw: Draw, data: bytes) -> int:
    return int(draw(st.integers(0, len(data))))


_CHUNKS = (
    b"\0",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\r",
    b"\n",
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xc2\x9b31m",
    b"\x1b[2J",
    b"\x7f",
    b"\xe2\x80\xae",
    b'"',
    b"'",
    b'"""',
    b"[",
    b"]",
    b"{",
    b"=",
    b"#",
    b".",
    b"\\ud800",
    b"\\u009b",
    b"\\U0010ffff",
    b"\\",
    b" " * 5000,
    b"\n" * 3000,
    b"a" * 20_000,
    b"9" * 5000,
)


def _insert(draw: Draw, data: bytes) -> bytes:
    at = _at(draw, data)
    chunk: bytes = draw(st.sampled_from(_CHUNKS) | st.binary(max_size=8))
    return data[:at] + chunk + data[at:]


def _cut(draw: Draw, data: bytes) -> bytes:
    left, right = sorted((_at(draw, data), _at(draw, data)))
    return data[:left] + data[right:] if draw(st.booleans()) else data[:left]


def _flip(draw: Draw, data: bytes) -> bytes:
    if not data:
        return data
    at: int = draw(st.integers(0, len(data) - 1))
    return data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]


def _repeat(draw: Draw, data: bytes) -> bytes:
    left, right = sorted((_at(draw, data), _at(draw, data)))
    times: int = draw(st.integers(1, 3))
    return data[:right] + data[left:right] * times + data[right:]


def _line_ends(draw: Draw, data: bytes) -> bytes:
    end: bytes = draw(st.sampled_from((b"\r\n", b"\r", b"\n\r", b"\x0b")))
    return data.replace(b"\n", end)


def _recoded(draw: Draw, data: bytes) -> bytes:
    encoding: str = draw(st.sampled_from(("utf-16", "utf-16-le", "utf-8-sig", "utf-32", "cp1252")))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _nested(draw: Draw, data: bytes) -> bytes:
    """Deep brackets, keys and headings of many parts."""
    count = draw(st.sampled_from((3, 30, 90, 300, 600, 1200)))
    parts = ".".join(["a"] * count)
    lines = (
        f"{parts} = 1\n",
        f"[{parts}]\nb = 1\n",
        f"[[{parts}]]\nb = 1\n",
        f"note = {'[' * count}{']' * count}\n",
        f"note = {'{a = ' * count}1{'}' * count}\n",
        f"x = {{ {parts} = 1 }}\n",
    )
    line: bytes = draw(st.sampled_from(lines)).encode()
    return line + data if draw(st.booleans()) else data + b"\n" + line


def _escaped(draw: Draw, data: bytes) -> bytes:
    """An escape in some text in quotes: surrogates, controls, beyond the last sign."""
    places = [at + 1 for at, byte in enumerate(data) if byte == ord('"')]
    if not places:
        return data
    at = draw(st.sampled_from(places))
    codes = (rb"\ud800", rb"\udfff", rb"\u0000", rb"\u009b", rb"\u202e", rb"\U00110000", rb"\x1b")
    told: bytes = draw(st.sampled_from(codes))
    return data[:at] + told + data[at:]


_BYTES = (_insert, _cut, _flip, _repeat, _line_ends, _recoded, _nested, _escaped)


def _paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a table, tables and lists too."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, part in inner:
        yield (*here, key)
        yield from _paths(part, (*here, key))


def _holder(table: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        table = table[key]
    return table


def _value(draw: Draw, holder: Any, key: Any) -> None:
    holder[key] = draw(odd_values)


def _text(draw: Draw, holder: Any, key: Any) -> None:
    """Odd signs for a text, before or after it, or beside it in a list."""
    old = holder[key]
    new = draw(odd_texts)
    if isinstance(old, str):
        holder[key] = draw(st.sampled_from((new, old + new, new + old, old.upper())))
    elif isinstance(old, list):
        old.append(new)
    else:
        holder[key] = new


def _drop(draw: Draw, holder: Any, key: Any) -> None:
    del holder[key]


def _twice(draw: Draw, holder: Any, key: Any) -> None:
    """A record, an entry or a key that stands twice; the second under another name in a table."""
    if isinstance(holder, list):
        holder.insert(key, deepcopy(holder[key]))
    else:
        holder[draw(st.sampled_from((f"{key}x", key[:-1] or "x", key.upper(), "")))] = holder[key]


def _swap(draw: Draw, holder: Any, key: Any) -> None:
    keys = list(range(len(holder))) if isinstance(holder, list) else sorted(holder)
    other = draw(st.sampled_from(keys))
    holder[key], holder[other] = holder[other], holder[key]


def _deeper(draw: Draw, holder: Any, key: Any) -> None:
    holder[key] = draw(st.sampled_from(([holder[key]], {"x": holder[key]}, [[holder[key]] * 2])))


_TABLES = (_value, _text, _drop, _twice, _swap, _deeper)


def _in_table(draw: Draw, data: bytes, change: Callable[[Draw, Any, Any], None]) -> bytes:
    """The file with one value, text or record of its table changed."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
        paths = list(_paths(table))
    except (ValueError, RecursionError):
        return _insert(draw, data)
    if not paths:
        return data
    path = draw(st.sampled_from(paths))
    change(draw, _holder(table, path), path[-1])
    try:
        return dumped(table).encode("utf-8", "replace")
    except (AttributeError, TypeError, RecursionError):
        return data


_NAMES = (
    "positions/x.toml",
    "positions/North.toml",
    "positions/é.toml",
    "positions/e\u0301.toml",
    "positions/a\nb.toml",
    "positions/\x1b[31m.toml",
    "positions/\u202ex.toml",
    "positions/\udcff.toml",
    "positions/'$(touch x)'.toml",
    "positions/-x.toml",
    "positions/.hidden.toml",
    "positions/.toml",
    "positions/a/b/c/d/e/f.toml",
    "positions/positions/x0.toml",
    "positions/positions/north-speech.toml",
    "positions/" + "n" * 240 + ".toml",
    "positions/x.TOML",
    "positions/x.toml/y.toml",
    "positions",
    "extra.toml",
    "Parties.toml",
    "dossier.toml/x",
    "positions/dossier.toml",
    "parties.toml",
)


def _moved(draw: Draw, files: Draft) -> None:
    name = _name(draw, files)
    new = f"{DOSSIER}/{draw(st.sampled_from(_NAMES))}"
    files[new] = files.pop(name) if draw(st.booleans()) else files[name]


def _gone(draw: Draw, files: Draft) -> None:
    del files[_name(draw, files)]


def _emptied(draw: Draw, files: Draft) -> None:
    files[_name(draw, files)] = draw(st.sampled_from((b"", b"\n", b"#", b"[]", b"x")))


def _exchanged(draw: Draw, files: Draft) -> None:
    one, other = _name(draw, files), _name(draw, files)
    files[one], files[other] = files[other], files[one]


def _linked(draw: Draw, files: Draft) -> None:
    leads = ("parties.toml", "..", "/dev/zero", "/dev/null", "nowhere", "x.toml", "/etc/hostname")
    files[f"{DOSSIER}/positions/x.toml"] = draw(st.sampled_from(leads))


_FOLDERS = (_moved, _gone, _emptied, _exchanged, _linked)


@st.composite
def dossiers(draw: Draw) -> tuple[Files, Files, tuple[str, ...]]:
    """(the files, the sound files they were made from, what was done to them)."""
    is_made = once_in(draw, 3)
    sound: Files = draw(whole_dossiers()) if is_made else draw(st.sampled_from(_bases()))
    files: Draft = dict(sound)
    done = ["made" if is_made else "kept"]
    for _ in range(draw(st.sampled_from((0, 1, 0, 1, 1, 2, 0, 3)))):
        change = draw(st.sampled_from((*_BYTES, *_TABLES, *_TABLES, *_FOLDERS)))
        done.append(change.__name__.strip("_"))
        if not any(isinstance(data, bytes) for data in files.values()):
            break
        if change in _FOLDERS:
            change(draw, files)
            continue
        name = _name(draw, files)
        data = files[name]
        assert isinstance(data, bytes)
        if change in _BYTES:
            files[name] = change(draw, data)
        else:
            files[name] = _in_table(draw, data, change)
    return files, sound, tuple(done)
