"""The text of a record that is added to a dossier, and a file with that text at its end."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

from negpos.days import Period, is_period, read
from negpos.errors import UsageError
from negpos.intake.grammar import NotOnScale, number
from negpos.intake.templates import Template
from negpos.intake.writing import table
from negpos.spelling import letters, without_accents
from negpos.terms import ATTRIBUTIONS, FIRMNESSES, FORMS, STATUSES

Named = tuple[str, str]
"""An id, and the words that it stands for."""

LONGEST_ID = 60


def slug(words: str) -> str:
    """An id made of these words; empty where their letters are not those of ids."""
    plain = without_accents(letters(words)).replace("'", "")
    if any(sign.isalpha() and not sign.isascii() for sign in plain):
        return ""
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_ID].strip("-")


def named(words: str) -> Named:
    """The id and the words of ``id=words``, or of words alone, of which the id is made;
    UsageError where none can be."""
    id_, sign, rest = (part.strip() for part in words.partition("="))
    if not sign:
        id_, rest = slug(words), words.strip()
    if not id_:
        raise UsageError(f"no id can be made of {words!r}", f"give one: id={rest or 'NAME'}")
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", id_) is None:
        close = slug(id_)
        hint = f"write {close}={rest}" if close else "take small letters, digits and hyphens"
        raise UsageError(f"{id_!r} is no id, which has small letters, digits and hyphens", hint)
    return id_, rest or id_


def day(words: str, today: str) -> date:
    """The day that these words mean, or the month or the year as it was told; UsageError for
    words that mean none."""
    if is_period(words):
        return Period(words)
    first, last = read(words, today, is_start=True), read(words, today)
    if first == last:
        return date.fromisoformat(last)
    return Period(last[:4] if first[:4] == last[:4] and first[5:7] != last[5:7] else last[:7])


def party(id_: str, name: str, aliases: Sequence[str], kind: str = "") -> str:
    """The table of a party."""
    told = {"id": id_, "name": name, "kind": kind or None, "aliases": list(aliases)}
    return table("[[party]]", {key: given for key, given in told.items() if given != []})


def source(fields: Mapping[str, Any]) -> str:
    """The table of a source."""
    return table("[[source]]", fields)


def theme(id_: str, title: str) -> str:
    """The table of a theme."""
    return table("[[theme]]", {"id": id_, "title": title})


def issue(id_: str, label: str, question: str, scale: Mapping[str, Any]) -> str:
    """The tables of an issue and of its scale."""
    head = table("[[issue]]", {"id": id_, "label": label, "question": question})
    return head + table("[issue.scale]", scale)


def of_options(kind: str, options: Sequence[Named]) -> dict[str, Any]:
    """A scale of these options."""
    told = [{"id": option, "label": words} for option, words in options]
    return {"kind": kind, "options": told}


def measured(words: str) -> dict[str, Any]:
    """The scale of figures or dates from one end to another, ``0 to 60 percent`` or ``2026-01 to
    2027-12``, of which the step is as fine as the ends; UsageError for no such words."""
    hint = 'write "0 to 60 percent", or dates: "2026-01 to 2027-12"'
    low, _, rest = words.partition(" to ")
    high, _, unit = rest.strip().partition(" ")
    unit = unit.strip()
    if not low.strip() or not high:
        raise UsageError(f"--scale: {words!r} has no two ends", hint)
    if not unit:
        ends = [day(end.strip(), "") for end in (low, high)]
        written = [getattr(end, "written", "") for end in ends]
        step = "day" if "" in written else "month" if any("-" in w for w in written) else "year"
        return {"kind": "date", "low": ends[0], "high": ends[1], "step": step}
    try:
        figures = [float(number(end.strip(), comma=False)) for end in (low, high)]
    except NotOnScale as misfit:
        told = misfit.message if "could be" in misfit.message else "begins or ends with no figure"
        raise UsageError(f"--scale: {words!r}: {told}", hint) from None
    return {"kind": "quantity", "low": figures[0], "high": figures[1], "unit": unit}


def templated(template: Template, id_: str = "") -> str:
    """The tables of an issue made from a template, with how to code it above them."""
    told = {"id": id_ or template.id, "template": template.ref}
    told |= {"label": template.label, "question": template.question}
    options = [option._asdict() for option in template.options]
    scale = table("[issue.scale]", {"kind": "ordinal", "options": options})
    rule = "\n".join(wrap(f"{template.rule}.", 98, initial_indent="# ", subsequent_indent="# "))
    return f"{rule}\n{table('[[issue]]', told)}{scale}"


_MARKED = {
    "status": " | ".join(STATUSES),
    "attribution": " | ".join(ATTRIBUTIONS),
    "form": " | ".join(FORMS),
    "firmness": " | ".join(FIRMNESSES[::-1]),
}
"""What else may stand in these fields."""


def position(fields: Mapping[str, Any], demand: Mapping[str, Any], example: str = "") -> str:
    """The file of a position with its first demand, or with how to write one, on an issue named as
    an example."""
    head = table("", fields, notes=_MARKED)
    if demand:
        return f"{head}\n{table('[[demand]]', demand, notes=_MARKED)}"
    return f"{head}\n{_demand(example)}"


def _demand(issue_id: str) -> str:
    """A demand to be filled in, all of it in remarks."""
    told = {
        "point": "1",
        "issue": issue_id,
        "ask": "",
        "text": "What is asked, in your own words",
        "firmness": "firm",
    }
    notes = {
        "point": "its number in the text, if it has one",
        "issue": "see: negpos list issues",
        "ask": "an option of the issue, a number, or a region { min = …, max = … }",
        "firmness": _MARKED["firmness"],
    }
    lines = table("[[demand]]", told, notes=notes).splitlines()
    start = "# One table for each demand; take away the first sign of these lines and fill them in:"
    return "\n".join([start, *(f"# {line}" for line in lines)]) + "\n"


def appended(data: bytes, *blocks: str) -> bytes:
    """The bytes of a file with these texts behind them, each after an empty line; what stood there
    stays as it was, and lines end as they did."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    whole = data if data.endswith(b"\n") or not data else data + end
    for block in blocks:
        text = block.encode("utf-8", "surrogatepass").replace(b"\n", end)
        whole += (end if whole else b"") + text
    return whole
