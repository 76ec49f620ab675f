"""A case made small while it still shows the same finding."""

from collections.abc import Callable, Iterator

from .cases import Case, Files

MOST, MOST_PROCESSES = 150, 20
"""Cases that making one smaller may cost, and where each is a process of its own."""


def smaller(case: Case, is_still: Callable[[Case], bool]) -> Case:
    """The smallest case found that ``is_still`` accepts; the case itself if there is none."""
    left = MOST_PROCESSES if case.is_process else MOST
    is_new = True
    while is_new and left > 0:
        is_new = False
        for tried in _simpler(case):
            if left <= 0:
                break
            left -= 1
            if is_still(tried):
                case, is_new = tried, True
                break
    return case


def _simpler(case: Case) -> Iterator[Case]:
    """Cases with one thing less, the largest things first."""
    plain = Case(case.files, case.words)
    if case.is_process:
        yield case._replace(is_process=False)
    for field in ("before", "output", "stdin", "stdout", "stderr", "room", "folder", "kinds"):
        if getattr(case, field) != getattr(plain, field):
            yield case._replace(**{field: getattr(plain, field)})
    if case.env:
        yield case._replace(env={})
        for name in case.env:
            if len(case.env) > 1:
                yield case._replace(env={n: v for n, v in case.env.items() if n != name})
    if case.files:
        yield case._replace(files={})
    for name in case.files:
        yield case._replace(files={n: d for n, d in case.files.items() if n != name})
    for at in range(1, len(case.words)):
        yield case._replace(words=case.words[:at] + case.words[at + 1 :])
        yield case._replace(words=case.words[:at] + case.words[at + 2 :])
    for name, data in case.files.items():
        if isinstance(data, bytes):
            for cut in _cuts(data):
                files: Files = {**case.files, name: cut}
                yield case._replace(files=files)


def _cuts(data: bytes) -> Iterator[bytes]:
    """The data without a half, a quarter … of its lines, or of its bytes where it has one line."""
    parts = data.splitlines(keepends=True) if data.count(b"\n") > 1 else [bytes([b]) for b in data]
    size = len(parts) // 2
    while size:
        for start in range(0, len(parts), size):
            yield b"".join(parts[:start] + parts[start + size :])
        size //= 4
