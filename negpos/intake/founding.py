"""The files of a new dossier with the parties and the issues that its author names."""

from collections.abc import Sequence

from negpos.intake import adding
from negpos.intake.adding import Named
from negpos.intake.example import headed
from negpos.intake.templates import Template, packs
from negpos.intake.writing import table

_HEAD = "# One negotiation. Say below what it is about; then: negpos check\n"
_SUMMARY = '# summary = "What is negotiated, in one sentence"\n'
_PARTIES = """\
# Who negotiates. Give each the names that people will type: aliases = ["…", "…"].
# Another party: negpos add party NAME --id ID
"""
_ISSUES = """\
# Questions and the answers they allow, in the order of the scale. Leave out what is not at issue.
# More: negpos template list, negpos add issue THEME.NAME --question … --options "…|…|…"
"""
_SOURCES = """\
# Where things can be read. Each statement needs one; grade A: primary or original reporting,
# B: re-reporting, C: repost. Add one:
# negpos add source ID --publisher … --title … --date YYYY-MM-DD --url https://… --grade A
"""
_POSITION = """\
# An example that says nothing for anybody: fill it in and give file and id another name, or remove
# the file. Add others: negpos add position --party … --title … --date YYYY-MM-DD --source ID
"""


def files(
    id_: str,
    title: str,
    parties: Sequence[Named],
    templates: Sequence[Template],
    *,
    today: str,
    is_empty: bool,
) -> dict[str, str]:
    """The texts of the files by name. Without templates one issue shows what one looks like; unless
    the dossier is to be empty, a position of the first party shows its fields, without a demand,
    since nobody has said anything yet."""
    issues = [adding.templated(one.between(())) for one in templates] or [_example()]
    themes = dict.fromkeys(one.pack for one in templates) or ["first"]
    titles = {pack.id: pack.title for pack in packs()}
    heads = [adding.theme(theme, titles.get(theme, "First theme")) for theme in themes]
    found = {
        "dossier.toml": _HEAD + table("", {"id": id_, "title": title}) + _SUMMARY,
        "parties.toml": "\n".join([_PARTIES, *(adding.party(*one, ()) for one in parties)]),
        "issues.toml": "\n".join([_ISSUES, *heads, *issues]),
        "sources.toml": _SOURCES,
    }
    if not is_empty:
        party = parties[0][0]
        first = templates[0].id if templates else _FIRST
        found[f"positions/{party}/{party}-example.toml"] = _position(party, first, today)
    return headed(found)


_FIRST = "first.question"


def _example() -> str:
    """An issue to be overwritten."""
    options = [("no", "no"), ("in-part", "in part"), ("yes", "yes")]
    scale = adding.of_options("ordinal", options)
    told = adding.issue(_FIRST, "First question", "What is the question?", scale)
    return f"# An example: put your first question in its place.\n{told}"


def _position(party: str, issue: str, today: str) -> str:
    """A position without a demand."""
    fields = {
        "id": f"{party}-example",
        "title": "Example, to be filled in",
        "parties": [party],
        "date": adding.day(today, ""),
        "status": "statement",
        "attribution": "official",
        "form": "paraphrased",
    }
    return _POSITION + adding.position(fields, {}, issue)
