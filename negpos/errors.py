"""What can go wrong, in two families: you typed it, or a file says it."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One fault in a file: where it stands, what was expected, what to do."""

    path: str
    line: int
    record: str
    field: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        parts = [part for part in (where, self.record, self.field, self.message) if part]
        return ": ".join(parts) + (f"; {self.hint}" if self.hint else "")


class NegposError(Exception):
    """Any fault that negpos tells a person about; the command line ends with exit code 2."""


class UsageError(NegposError):
    """The words typed cannot be carried out; the hint says what can. Where one word was meant
    for another, ``typed`` and ``meant`` are the two."""

    def __init__(self, message: str, hint: str = "", typed: str = "", meant: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
        self.typed = typed
        self.meant = meant

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class DataError(NegposError):
    """The files of a dossier hold faults; all of them are told, sorted by file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
