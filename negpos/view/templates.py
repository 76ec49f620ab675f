"""``negpos template``: the issues that are ready to take over, in every shape."""

from collections.abc import Sequence
from typing import Any

from negpos.intake.templates import Pack, Template
from negpos.scales import Option
from negpos.view import shapes, wording
from negpos.view.grid import (
    Column,
    Fields,
    Grid,
    Report,
    Span,
    cell,
    plain,
    sections,
    sheet,
)


def listed(packs: Sequence[Pack]) -> Report:
    """The templates of these packs, the last version of each, pack by pack."""
    found = [one for pack in packs for one in pack.current()]
    return Report(
        grid=lambda: Grid(
            title=_title(packs, len(found)),
            preface=(),
            columns=(
                Column("Template", share=0),
                Column("Question", share=4, least=20),
                Column("Answers, from one pole to the other", share=5, least=24),
            ),
            sections=sections(
                *((pack.title, [_row(one) for one in pack.current()]) for pack in packs)
            ),
            notes=_NOTES,
        ),
        sheet=lambda: sheet(_FIELDS, found),
        data=lambda: _data(found),
        screen=lambda _: _packs(packs, len(found)),
    )


def _title(packs: Sequence[Pack], count: int) -> str:
    return f"{wording.plural(count, 'template')} in {wording.plural(len(packs), 'pack')}"


_NOTES = (
    "One in full: negpos template show ddr.arms · Into a dossier: negpos template add ceasefire",
)


def _packs(packs: Sequence[Pack], count: int) -> Grid:
    """The packs with the names of their templates."""
    rows = [
        (
            cell(Span(pack.id, "strong")),
            cell(", ".join(one.label for one in pack.current())),
        )
        for pack in packs
    ]
    return Grid(
        _title(packs, count),
        (),
        (Column("Pack", share=0), Column("Issues", least=20)),
        sections(("", rows)),
        ("Questions and answers: --full, or negpos template list PACK", *_NOTES),
    )


def _row(one: Template) -> tuple[Any, ...]:
    told = one.between(())
    answers = " → ".join(option.label for option in told.options)
    return cell(Span(one.ref, "strong")), cell(told.question), cell(answers)


_FIELDS: Fields[Template] = (
    ("template", lambda one: one.ref),
    *plain("pack label question"),
    ("options", lambda one: " | ".join(option.id for option in one.options)),
    ("optional", lambda one: " | ".join(one.optional)),
    *plain("rule"),
)


def shown(found: Sequence[Template]) -> Report:
    """These templates in full: the question, how to code it, and every answer with what it
    means."""
    told = [one.between(()) for one in found]
    rows = [(one, option) for one in told for option in one.options]
    return Report(
        grid=lambda: Grid(
            title=", ".join(one.ref for one in found),
            preface=(),
            columns=(
                Column("Option", share=0),
                Column("Label", share=2, least=14),
                Column("Meaning", share=5, least=24),
            ),
            sections=sections(*((_heading(one), list(map(_option, one.options))) for one in told)),
            notes=tuple(dict.fromkeys(note for one in found for note in _notes(one))),
        ),
        sheet=lambda: sheet(_OPTION_FIELDS, rows),
        data=lambda: _data(found),
    )


def _heading(one: Template) -> str:
    return f"{one.ref} · {one.label}: {one.question}"


def _option(option: Option) -> tuple[Any, ...]:
    return cell(Span(option.id, "strong")), cell(option.label), cell(option.definition)


def _notes(one: Template) -> list[str]:
    """How to code it, whom it is between, and how to take it over."""
    notes = [f"{one.id}: {one.rule}." for one in [one.between(())]]
    if one.sides:
        first, second = one.sides
        notes.append(
            f"For “{first}” and “{second}” put parties of the dossier: "
            f"negpos template add {one.id} --between A,B"
        )
    return notes


_OPTION_FIELDS: Fields[tuple[Template, Option]] = (
    ("template", lambda row: row[0].ref),
    ("label", lambda row: row[0].label),
    ("question", lambda row: row[0].question),
    ("option", lambda row: row[1].id),
    ("option_label", lambda row: row[1].label),
    ("definition", lambda row: row[1].definition),
    ("rule", lambda row: row[0].rule),
)


def _data(found: Sequence[Template]) -> dict[str, Any]:
    return {
        "version": shapes.VERSION,
        "templates": [
            {
                "template": one.ref,
                "pack": one.pack,
                "label": one.label,
                "question": one.question,
                "rule": one.rule,
                "sides": list(one.sides),
                "optional": list(one.optional),
                "options": [option._asdict() for option in one.options],
            }
            for one in found
        ],
    }
