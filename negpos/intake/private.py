"""Private positions: what stands without them, and that nothing of it names one."""

from collections.abc import Iterable, Mapping
from typing import Any

from negpos.intake.parse import Located
from negpos.intake.problems import Problems
from negpos.intake.ties import several
from negpos.terms import LINKS

_TEXTS = ("revises", "includes", "endorses", "withdraws")


def check_private(
    here: Problems, positions: Mapping[str, Located], demands: Mapping[str, list[Located]]
) -> None:
    """No public position names a private one, so that all of it can be told without that one."""
    private = {id_ for id_, row in positions.items() if row.record.private}
    for row in positions.values() if private else ():
        if row.record.private:
            continue
        for field in _TEXTS:
            for id_ in several(getattr(row.record, field)):
                _check(here, row, field, id_, private)
        for demand in demands.get(row.path, ()):
            for link in LINKS:
                for ref in several(getattr(demand.record, link)):
                    _check(here, demand, link, ref.partition("#")[0], private)


def _check(here: Problems, row: Located, field: str, id_: str, private: set[str]) -> None:
    if id_ in private:
        hint = "make this position private too, or leave it out"
        here.fault(row, field, f"{id_} is private, and this position is not", hint)


def public(located: Iterable[Located]) -> tuple[list[Located], int]:
    """The records without private positions, their demands and the sources that these alone cite;
    and how many positions that leaves out."""
    rows = list(located)
    private = {row.path for row in rows if not row.kind and getattr(row.record, "private", False)}
    if not private:
        return rows, 0
    theirs = _cited(row.record for row in rows if row.path in private)
    others = _cited(row.record for row in rows if row.path not in private)
    kept = [
        row
        for row in rows
        if row.path not in private
        and not (row.kind == "source" and row.record.id in theirs - others)
    ]
    return kept, len(private)


def _cited(records: Iterable[Any]) -> set[str]:
    return {piece.source for record in records for piece in getattr(record, "evidence", None) or ()}
