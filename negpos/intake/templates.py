"""Issues ready to take over, pack by pack: data that come with negpos, each with a version.

An issue that names the template it was made from asks the same in every dossier, so that answers
compare. What is changed gets a new version, and the old one stays in its file.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from negpos.errors import UsageError
from negpos.intake.files import shipped
from negpos.names import nearest
from negpos.scales import Option

FOLDER = "templates"
"""Below the folder of the dossiers that come with negpos; it holds no dossier."""


class Template(NamedTuple):
    """An issue of a pack with an ordinal scale: how to code it, its answers from one pole to the
    other, and which of them a dossier may leave out. ``sides`` are the words for ``{A}`` and
    ``{B}`` where no party takes their place."""

    id: str
    version: int
    label: str
    question: str
    rule: str
    options: tuple[Option, ...]
    optional: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """How an issue names it: ``ddr.arms@1``."""
        return f"{self.id}@{self.version}"

    @property
    def pack(self) -> str:
        """The pack it belongs to, which is the theme of its issue."""
        return self.id.partition(".")[0]

    def between(self, sides: Sequence[str]) -> "Template":
        """The template with these names, or else its own words, for ``{A}`` and ``{B}``."""

        def told(words: str) -> str:
            for mark, name in zip(("{A}", "{B}"), sides or self.sides, strict=False):
                words = words.replace(mark, name)
            return words[:1].upper() + words[1:]

        options = tuple(o._replace(definition=told(o.definition)) for o in self.options)
        return self._replace(question=told(self.question), rule=told(self.rule), options=options)


class Pack(NamedTuple):
    """The templates of one subject, all their versions."""

    id: str
    title: str
    summary: str
    templates: tuple[Template, ...]

    def current(self) -> tuple[Template, ...]:
        """The last version of each."""
        last = {one.id: one.version for one in sorted(self.templates, key=lambda t: t.version)}
        return tuple(one for one in self.templates if one.version == last[one.id])


@cache
def packs() -> tuple[Pack, ...]:
    """Every pack that comes with negpos, sorted by id."""
    import tomli

    read = (path.read_text("utf-8") for path in sorted((shipped() / FOLDER).glob("*.toml")))
    return tuple(_pack(tomli.loads(text)) for text in read)


def _pack(table: dict[str, Any]) -> Pack:
    sides = tuple(table.get("sides", ()))
    found = tuple(
        Template(
            row["id"],
            row["version"],
            row["label"],
            row["question"],
            row["rule"],
            tuple(Option(o["id"], o["label"], o["definition"]) for o in row["options"]),
            tuple(row.get("optional", ())),
            sides,
        )
        for row in table["issue"]
    )
    return Pack(table["id"], table["title"], table["summary"], found)


def chosen(refs: Iterable[str]) -> tuple[Template, ...]:
    """The templates of these names, each once: a pack stands for all that it has, an id without a
    version for the last one. UsageError for a name that none bears."""
    found: dict[str, Template] = {}
    for ref in refs:
        found.update({one.ref: one for one in _called(ref.strip())})
    return tuple(found.values())


def _called(ref: str) -> tuple[Template, ...]:
    """What one name stands for."""
    for pack in packs():
        if pack.id == ref:
            return pack.current()
        own = [one for one in pack.current() if one.id == ref]
        own += [one for one in pack.templates if one.ref == ref]
        if own:
            return (own[0],)
    message, hint = _unknown(ref)
    raise UsageError(message, hint)


def _unknown(ref: str) -> tuple[str, str]:
    """What is wrong with a name that no template bears, and what to write."""
    id_ = ref.partition("@")[0]
    for pack in packs():
        for one in pack.current():
            if one.id == id_:
                return f"there is no version {ref[len(id_) + 1 :]!r} of {id_}", f"write {one.ref}"
    known = [name for pack in packs() for name in (pack.id, *(one.id for one in pack.current()))]
    close = nearest(id_, known, most=1)
    hint = f"did you mean {close[0]}?" if close else "see: negpos template list"
    return f"there is no template {ref!r}", hint


def misfit(ref: str, options: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with an issue that names this template and has these options, and what to do;
    None where it asks what the template asks. ``options`` are those of an ordinal scale."""
    found = [one for pack in packs() for one in pack.templates if one.ref == ref]
    if not found:
        return _unknown(ref)
    (template,) = found
    wanted = [o.id for o in template.options if o.id in options or o.id not in template.optional]
    if list(options) == wanted:
        return None
    told = ", ".join(option.id for option in template.options)
    hint = f"see: negpos template show {template.id}; or leave out template, and go another way"
    return f"{ref} is an ordinal scale of these options in this order: {told}", hint


def newer(ref: str) -> str:
    """The last version of the template that an issue names; empty where it names that one."""
    id_ = ref.partition("@")[0]
    refs = [one.ref for pack in packs() for one in pack.current() if one.id == id_]
    return "".join(one for one in refs if one != ref)
