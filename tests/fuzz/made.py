"""Dossiers that hold together: every kind of scale, ask, status and link."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from negpos.terms import ATTRIBUTIONS, FIRMNESSES, FORMS, STATUSES

from .cases import DOSSIER, Files
from .toml import dumped
from .values import Draw, once_in, words_of

_DATES = (
    date.min,
    date(1999, 12, 31),
    date(2024, 2, 29),
    date(2025, 1, 1),
    date(2025, 3, 1),
    date(2025, 3, 2),
    date(2026, 6, 7),
    date.max,
)
_ENDS = ((0, 100), (0, 1), (-1e308, 7e307), (0.0, 5e-324), (-5.5, 1e15), (0.1, 0.3), (1, 10**18))


@st.composite
def whole_dossiers(draw: Draw) -> Files:
    """Files of a dossier that is sound, or nearly."""
    parties = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    themes = [f"t{n}" for n in range(draw(st.integers(1, 3)))]
    sources = [f"s{n}" for n in range(draw(st.integers(1, 3)))]
    issues = [
        _issue(draw, f"{draw(st.sampled_from(themes))}.i{n}")
        for n in range(draw(st.integers(1, 5)))
    ]
    files: dict[str, dict[str, Any]] = {
        "dossier.toml": {"id": "made", "title": draw(words_of(160))},
        "parties.toml": {"party": [_party(draw, id_) for id_ in parties]},
        "issues.toml": {
            "theme": [{"id": id_, "title": draw(words_of(30, odd=6)) + id_} for id_ in themes],
            "issue": issues,
            "step": [{"id": id_, "label": draw(words_of(40, odd=6))} for id_ in _STEPS],
        },
        "sources.toml": {"source": [_source(draw, id_) for id_ in sources]},
    }
    refs: list[tuple[str, str]] = []
    for number in range(draw(st.integers(0, 6))):
        id_ = f"x{number}"
        files[f"positions/{id_}.toml"] = _position(draw, id_, parties, issues, sources, refs)
    return {f"{DOSSIER}/{name}": dumped(table).encode() for name, table in files.items()}


_STEPS = ("truce", "talks", "treaty")


def _link(draw: Draw) -> dict[str, str]:
    hows = ("after", "after", "with", "in-return-for")
    step, other = draw(st.permutations(_STEPS))[:2]
    link = {"step": step, "how": draw(st.sampled_from(hows)), "other": other}
    return link | ({"either": draw(words_of(40))} if once_in(draw, 20) else {})


def _party(draw: Draw, id_: str) -> dict[str, Any]:
    party: dict[str, Any] = {"id": id_, "name": draw(words_of(100, odd=8)) + " " + id_}
    if draw(st.booleans()):
        party["kind"] = draw(st.sampled_from(("state", "bloc", "mediator")))
        party["aliases"] = [f"{draw(words_of(100, odd=8))} of {id_}"]
    return party


def _source(draw: Draw, id_: str) -> dict[str, Any]:
    kinds = ("document", "news", "agency", "transcript", "opinion", "digest", "blog")
    source = {
        "id": id_,
        "publisher": draw(words_of(160)),
        "title": draw(words_of(200)),
        "date": draw(st.sampled_from(_DATES)),
        "kind": draw(st.sampled_from(kinds)),
        "grade": draw(st.sampled_from("ABC")),
    }
    if draw(st.booleans()):
        source |= {"url": "https://x.example/?" + draw(st.sampled_from(("a", '"><b>', "'")))}
    return source


def _issue(draw: Draw, id_: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(("ordinal", "quantity", "members", "nominal")))
    scale: dict[str, Any] = {"kind": kind}
    if kind == "quantity":
        low, high = draw(st.sampled_from(_ENDS))
        scale |= {"low": low, "high": high, "unit": draw(words_of(30))}
        if draw(st.booleans()):
            scale["marks"] = [
                {"at": draw(st.sampled_from((low, high))), "label": draw(words_of(40))}
            ]
    else:
        options = [f"o{n}" for n in range(draw(st.integers(2, 6)))]
        scale["options"] = [{"id": option, "label": draw(words_of(160))} for option in options]
        if kind == "ordinal" and once_in(draw, 4):
            for place, option in enumerate(scale["options"]):
                option["at"] = draw(st.sampled_from((place, place * 1e300, place**3)))
    return {
        "id": id_,
        "label": draw(words_of(24)),
        "question": draw(words_of(160)),
        "scale": scale,
    }


def _ask(draw: Draw, scale: dict[str, Any]) -> Any:
    is_vague = once_in(draw, 4)
    if scale["kind"] == "quantity":
        low, high = sorted(
            draw(st.sampled_from((scale["low"], scale["high"], (scale["low"] + scale["high"]) / 2)))
            for _ in range(2)
        )
    else:
        options = [option["id"] for option in scale["options"]]
        places = st.integers(0, len(options) - 1)
        low, high = (options[place] for place in sorted(draw(places) for _ in range(2)))
        chosen = [option for option in options if draw(st.booleans())]
    if scale["kind"] in ("ordinal", "quantity"):
        ends = {"min": low, "max": high}
        if draw(st.booleans()):
            return low
        return {k: v for k, v in ends.items() if draw(st.booleans())} | {
            "min": low,
            "vague": is_vague,
        }
    if scale["kind"] == "nominal":
        return draw(
            st.sampled_from((low, chosen or [low], {"any_of": chosen or [low], "vague": is_vague}))
        )
    least = chosen[: draw(st.integers(0, len(chosen)))]
    return draw(
        st.sampled_from((chosen, [], {"at_least": least, "at_most": chosen, "vague": is_vague}))
    )


_ATTRIBUTIONS = ATTRIBUTIONS[:-1]


def _position(
    draw: Draw,
    id_: str,
    parties: list[str],
    issues: list[dict[str, Any]],
    sources: list[str],
    refs: list[tuple[str, str]],
) -> dict[str, Any]:
    """A statement, a text or an analysis; ``refs`` gathers the demands that later ones link to."""
    day = draw(st.sampled_from(_DATES))
    status = draw(st.sampled_from(STATUSES))
    holders = draw(st.lists(st.sampled_from(parties), min_size=1, max_size=3, unique=True))
    is_analysis = status == "analysis"
    table: dict[str, Any] = {
        "id": id_,
        "title": draw(words_of(160)),
        "about" if is_analysis else "parties": holders,
        "date": day,
        "status": status,
        "attribution": "analyst" if is_analysis else draw(st.sampled_from(_ATTRIBUTIONS)),
        "form": draw(st.sampled_from(FORMS)),
        "evidence": [{"source": draw(st.sampled_from(sources)), "at": draw(words_of(160))}],
    }
    if draw(st.booleans()):
        later = [d for d in _DATES if d >= day]
        table |= {"known": draw(st.sampled_from(later)), "speaker": draw(words_of(160))}
    if once_in(draw, 5):
        table |= {"date_is": "latest", "summary": draw(words_of(300)), "note": draw(words_of(300))}
    rows = []
    for number in range(draw(st.integers(0, 5))):
        issue = draw(st.sampled_from(issues))
        row: dict[str, Any] = {"id": f"d{number}", "text": draw(words_of(160))}
        if once_in(draw, 8):
            row["point"] = draw(words_of(20))
        else:
            row |= _stand(draw, issue, [] if is_analysis else holders, refs)
        if once_in(draw, 4) and not (is_analysis or row.get("dropped") or "kind" in row):
            row["links"] = [_link(draw)]
        refs.append((f"{id_}#d{number}", row.get("issue", "")))
        rows.append(row)
    return table | {"demand": rows}


def _stand(
    draw: Draw, issue: dict[str, Any], holders: list[str], refs: list[tuple[str, str]]
) -> dict[str, Any]:
    """What a demand says on an issue."""
    row: dict[str, Any] = {"issue": issue["id"], "firmness": draw(st.sampled_from(FIRMNESSES))}
    if once_in(draw, 8):
        row["dropped"] = True
    else:
        row["ask"] = _ask(draw, issue["scale"])
    for key, value in (
        ("accepts", lambda: _ask(draw, issue["scale"])),
        ("condition", lambda: draw(words_of(160))),
        ("label", lambda: draw(words_of(40))),
        ("note", lambda: draw(words_of(500))),
        ("salience", lambda: draw(st.sampled_from((0, 1, 50, 100)))),
        ("disputed", lambda: True),
        ("said", lambda: draw(st.sampled_from(_DATES))),
        ("kind", lambda: draw(st.sampled_from(("demand", "interest", "alternative", "reaction")))),
        ("speaker", lambda: draw(words_of(160))),
    ):
        if once_in(draw, 6):
            row[key] = value()
    if len(holders) > 1 and once_in(draw, 4):
        row["by"] = holders[:1]
    fitting = [ref for ref, on in refs if on == issue["id"]]
    if fitting and once_in(draw, 3):
        link = draw(st.sampled_from(("restates", "moves", "withdraws", "keeps")))
        row[link] = draw(st.sampled_from(fitting))
    return row
