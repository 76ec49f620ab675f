"""Sources as CSL-JSON: items that programs for references take, with nothing that the data lack."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from negpos import load, terms
from negpos.dossier import Source
from negpos.errors import UsageError
from negpos.view.references import reference

from .conftest import ROOT, Negpos

LAKE = str(ROOT / "tests" / "lake")
TEXT = {"type": "string", "minLength": 1}
ITEMS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": TEXT,
            "type": {"enum": ["article-newspaper", "document", "post-weblog", "webpage"]},
            "title": TEXT,
            "author": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "properties": {"literal": TEXT},
                    "required": ["literal"],
                    "additionalProperties": False,
                },
            },
            "container-title": TEXT,
            "publisher": TEXT,
            "genre": TEXT,
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "array",
                            "prefixItems": [
                                {"type": "integer", "minimum": 1},
                                {"type": "integer", "minimum": 1, "maximum": 12},
                                {"type": "integer", "minimum": 1, "maximum": 31},
                            ],
                            "minItems": 3,
                            "maxItems": 3,
                        },
                    }
                },
                "required": ["date-parts"],
                "additionalProperties": False,
            },
            "URL": {"type": "string", "pattern": r"^https?://\S+$"},
            "note": TEXT,
        },
        "required": ["id", "type", "title", "issued", "note"],
        "additionalProperties": False,
    },
}
"""The part of the schema of CSL data (1.0) that is used here, and no looser than it."""


def source(**fields: str) -> Source:
    plain = {
        "id": "s",
        "publisher": "The Gazette",
        "title": "What was said",
        "author": "",
        "date": "2025-03-01",
        "url": "https://news.example/a",
        "kind": "news",
        "grade": "A",
        "note": "",
    }
    return Source(**{**plain, **fields})


@pytest.mark.parametrize("dossier", ["ukraine", LAKE], ids=["ukraine", "lake"])
def test_every_source_is_an_item_that_follows_the_schema(dossier: str, negpos: Negpos) -> None:
    done = negpos("list", "sources", "-f", "csl-json", "-d", dossier)
    told = json.loads(done.out)
    Draft202012Validator(ITEMS).validate(told)
    values = load(dossier).dossier.sources
    assert [item["id"] for item in told] == list(values)
    for item, one in zip(told, values.values(), strict=True):
        assert item["title"] == one.title
        assert one.publisher in (item.get("publisher"), item.get("container-title"))
        assert "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) == one.date
        assert unquote(item.get("URL", "")) == unquote(one.url)
        assert [a["literal"] for a in item.get("author", ())] == ([one.author] * bool(one.author))
        assert item["note"] == f"Grade {one.grade}" + (f"; {one.note}" if one.note else "")


@pytest.mark.parametrize("kind", terms.SOURCE_KINDS)
def test_every_kind_of_source_has_a_type(kind: str) -> None:
    Draft202012Validator(ITEMS).validate([reference(source(kind=kind))])


def test_the_name_of_an_author_is_not_taken_apart() -> None:
    told = reference(source(author="Ada East, Wes T. West"))
    assert told["author"] == [{"literal": "Ada East, Wes T. West"}]


@pytest.mark.parametrize("url", ["", "https://news.example/\x1b", "javascript:alert(1)"])
def test_only_an_address_of_the_web_is_told_as_one(url: str) -> None:
    assert "URL" not in reference(source(url=url))


def test_signs_that_no_address_holds_are_told_by_their_numbers() -> None:
    told = reference(source(url="https://news.example/it's?a={b}<c>"))
    assert told["URL"] == "https://news.example/it%27s?a=%7Bb%7D%3Cc%3E"


def test_the_list_can_be_narrowed_and_an_empty_one_is_a_list_too(negpos: Negpos) -> None:
    told = json.loads(negpos("list", "sources", "--grade", "C", "-f", "csl-json").out)
    grades = {item["note"].partition(";")[0] for item in told}
    assert grades == {"Grade C"}
    none = negpos("list", "sources", "--unused", "--grade", "A", "-f", "csl-json", "-d", LAKE)
    rows = negpos("list", "sources", "--unused", "--grade", "A", "-f", "json", "-d", LAKE)
    assert [item["id"] for item in json.loads(none.out)] == [
        row["id"] for row in json.loads(rows.out)["sources"]
    ]
    negpos("new", "talks")
    assert negpos("list", "sources", "--grade", "C", "-f", "csl-json", "-d", "talks").out == "[]\n"


def test_the_ending_of_a_file_asks_for_it_too(negpos: Negpos, tmp_path: Path) -> None:
    printed = negpos("list", "sources", "-f", "csl-json", "-d", LAKE).out
    for name in ("refs.csl.json", "Refs.CSL.JSON"):
        done = negpos("list", "sources", "-o", name, "-d", LAKE)
        assert (done.code, done.err) == (0, f"negpos: wrote {name}\n")
        assert (tmp_path / name).read_text("utf-8") == printed
    negpos("list", "sources", "-o", "refs.json", "-d", LAKE)
    assert "version" in json.loads((tmp_path / "refs.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "words", [("compare", "east", "west"), ("list", "issues"), ("why", "east", "island")]
)
def test_what_is_no_list_of_sources_has_no_references(
    words: tuple[str, ...], negpos: Negpos, tmp_path: Path
) -> None:
    for more in (("-f", "csl-json"), ("-o", "x.csl.json"), ("-f", "csl-json", "-o", "x")):
        done = negpos(*words, *more, "-d", LAKE)
        assert (done.code, done.out) == (2, "")
        assert done.err == "negpos: csl-json is for sources; negpos list sources -f csl-json\n"
    assert list(tmp_path.iterdir()) == []


def test_python_gets_the_same_references(negpos: Negpos) -> None:
    lake = load(LAKE)
    assert lake.list("sources").text("csl-json") == (
        negpos("list", "sources", "-f", "csl-json", "-d", LAKE).out
    )
    with pytest.raises(UsageError, match="csl-json is for sources"):
        lake.list("issues").text("csl-json")
