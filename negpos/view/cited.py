"""The sources that an answer cites, told once behind it, so that nobody has to ask again."""

from collections.abc import Iterable, Iterator
from typing import Any

from negpos.dossier import Dossier, Source
from negpos.view import wording
from negpos.view.grid import Fields, Report, Sheet, Span, plain, sheet
from negpos.view.shapes import precision


def with_sources(report: Report, dossier: Dossier) -> Report:
    """The report with a last field ``sources`` of its data, and a sheet ``cited`` for documents:
    of each source cited in it publisher, title, date, grade and address."""

    def data() -> dict[str, Any]:
        cited: dict[str, None] = {}
        told = {name: _noted(part, cited) for name, part in report.data().items()}
        return {**told, "sources": _sources(dossier, cited)}

    return report._replace(data=data, cited=lambda: _sheet(dossier, report))


def _sheet(dossier: Dossier, report: Report) -> Sheet:
    """The sources of all that the data of a report tell."""
    cited: dict[str, None] = {}
    for part in report.data().values():
        is_made = not isinstance(part, dict | list | tuple | str) and isinstance(part, Iterable)
        for row in part if is_made else (part,):
            _note(row, cited)
    return sheet(_SOURCE, [dossier.sources[id_] for id_ in sorted(cited)])


_SOURCE: Fields[Source] = (
    *plain("id publisher"),
    ("title", lambda source: source.title + wording.back_on(source.retracted)),
    ("date", lambda source: source.date and wording.dated(source.date, source.date_as)),
    *plain("grade"),
    ("address", lambda source: Span(source.url, link=source.url)),
)


def _noted(part: Any, cited: dict[str, None]) -> Any:
    """The same part; what it cites is noted, in a long list while that is gone through."""
    if isinstance(part, dict | list | tuple | str) or not isinstance(part, Iterable):
        _note(part, cited)
        return part
    return _passing(part, cited)


def _passing(rows: Iterable[Any], cited: dict[str, None]) -> Iterator[Any]:
    for row in rows:
        _note(row, cited)
        yield row


def _note(value: Any, cited: dict[str, None]) -> None:
    if isinstance(value, dict):
        if "source" in value and "at" in value:
            cited[value["source"]] = None
        for part in value.values():
            _note(part, cited)
    elif isinstance(value, list | tuple):
        for part in value:
            _note(part, cited)


def _sources(dossier: Dossier, cited: dict[str, None]) -> Iterator[dict[str, Any]]:
    """Made when it is asked for, after all that cites them."""
    for id_ in sorted(cited):
        source = dossier.sources[id_]
        yield {
            "source": id_,
            "publisher": source.publisher,
            "title": source.title or None,
            "date": source.date or None,
            "precision": precision(source.date_as),
            "grade": source.grade or None,
            "url": source.url or None,
            "archived": source.archived or None,
            "retracted": source.retracted or None,
        }
