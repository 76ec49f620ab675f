"""What is run and what is found: plain values, which can be written down and run again."""

import ast
from collections.abc import Mapping
from pprint import pformat
from typing import NamedTuple

Files = Mapping[str, bytes | str]
"""Contents by path below the working folder; a ``str`` is where a symbolic link leads."""

DOSSIER = "d"
"""The folder of the dossier, below the working folder."""

KINDS = (
    "traceback",
    "code",
    "lost",
    "stale",
    "signs",
    "nothing",
    "half",
    "stray",
    "form",
    "hang",
    "memory",
    "death",
)
"""An exception that nobody foresaw; an exit code that means nothing; a record that is gone, or
bad without a problem; a kept answer unlike a fresh one; raw control signs; an answer without a
word; a file written in part; a file, program or address nobody asked for; JSON, CSV or HTML
that is none; no end; more memory than there is; a process killed by its own fault."""


class Case(NamedTuple):
    """One run of the command line and all that it can see."""

    files: Files
    words: tuple[str, ...]
    output: str = ""
    before: Files = {}  # noqa: RUF012 - nobody changes a case
    """The files of an earlier run, whose cache this run finds; none: an empty cache."""
    env: dict[str, str | None] = {}  # noqa: RUF012 - the same
    """Variables that differ from plain surroundings; None: not set. ``{top}`` is the folder that
    holds home, cache and working folder."""
    stdin: bytes | None = b""
    stdout: str = "pipe"
    """``pipe``, ``terminal``, ``full`` (a device without room) or ``closed``."""
    stderr: str = "pipe"
    room: int | None = None
    """Bytes of the largest file that can be written; None: as large as it likes."""
    folder: str = "there"
    """``there``, or ``gone``: the working folder was removed since."""
    is_process: bool = False
    kinds: tuple[str, ...] = ()
    """What was done to the files, in words, to be counted."""

    @property
    def argv(self) -> list[str]:
        """The words as typed after ``negpos``."""
        return [*self.words, *(("--output", self.output) if self.output else ())]

    @property
    def command(self) -> str:
        """The first word that is no sign of the end of options."""
        return next((word for word in self.words if word != "--"), "")


class Finding(NamedTuple):
    """Something that must not be: ``what`` is the same for all cases of one cause as far as one
    can tell, ``seen`` is what was seen this time."""

    kind: str
    what: str
    seen: str
    repeat: Case


def written(case: Case) -> str:
    """A case as text that ``read`` understands: a Python literal that people can read too."""
    return pformat(case._asdict(), width=100, sort_dicts=False) + "\n"


def read(text: str) -> Case:
    """The case that was written so."""
    return Case(**ast.literal_eval(text))
