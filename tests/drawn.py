"""Regions and dossiers as hypothesis draws them: what the rules of docs/method.md are held to."""

from hypothesis import strategies as st

from negpos.dossier import Demand, Dossier, End, Evidence, Issue, Link, Position, Step
from negpos.scales import Region, Scale, answer, answers, intersection, named, of_points, union
from negpos.terms import EXPERTS

from .factory import dates, demand, dossier, issue, members, nominal, ordinal, position, quantity

SCALES = (
    ordinal("a", "b", "c", "d", "e"),
    ordinal("a", "b"),
    ordinal("a", "b", "c")._replace(places=(0.0, 0.2, 1.0)),
    quantity(0, 100),
    quantity(-20, 30),
    quantity(5, 25),
    dates("2025-11", "2026-06"),
    members("x", "y", "z"),
    members("x", "y", "z", adds_up=True),
    nominal("n", "o", "p"),
)
"""Every kind of scale; quantities that begin below, at and above nought."""

WORDS = ("official", "document", "anonymous", "reported")
"""Attributions of what a party said."""
LINKS = ("restates", "moves", "withdraws", "keeps")


@st.composite
def regions(draw: st.DrawFn, scale: Scale, vague: st.SearchStrategy[bool] | None = None) -> Region:
    """Any region of a scale, vague or not."""
    is_vague = draw(st.booleans() if vague is None else vague)
    everything = (1 << len(scale.options)) - 1
    if scale.kind == "nominal":
        mask = draw(st.integers(1, everything))
        return Region(mask, mask, is_vague)
    if scale.kind == "members":
        greatest = draw(st.integers(0, everything))
        return Region(greatest & draw(st.integers(0, everything)), greatest, is_vague)
    if scale.is_measured and draw(st.sampled_from([False, False, False, True])):
        values = st.integers(int(scale.low), int(scale.high))
        some = of_points(scale, draw(st.lists(values, min_size=1, max_size=4)), vague=is_vague)
        assert some is not None
        return some
    low = draw(st.integers(int(scale.low), int(scale.high)))
    high = draw(st.integers(low, int(scale.high)))
    may_open = scale.kind == "quantity" and low < high
    is_above, is_below = (may_open and draw(st.sampled_from([False, False, True])) for _ in "lh")
    return Region(low, high, is_vague, is_above, is_below)


def asks(scale: Scale) -> st.SearchStrategy[Region]:
    """What is asked for on a scale: one region in four is vague."""
    return regions(scale, st.sampled_from([False, False, False, True]))


def wider(scale: Scale, one: Region, other: Region) -> Region:
    """The least region that holds both; of members, that leaves free all on which they differ."""
    if scale.kind == "nominal":
        mask = int(one.low) | int(other.low)
        return Region(mask, mask)
    if scale.kind == "members":
        return Region(int(one.low) & int(other.low), union(scale, [one, other]).high)
    low, is_above = min((r.low, r.is_above) for r in (one, other))
    high, is_closed = max((r.high, not r.is_below) for r in (one, other))
    return Region(low, high, is_above=is_above, is_below=not is_closed)


def _answers(scale: Scale, region: Region) -> list[float]:
    """The answers that a region holds, of figures the whole ones; of members two sets."""
    if scale.kind == "members":
        sets = {float(int(region.low)), float(int(region.high))}
        held = [at for at in sorted(sets) if intersection(scale, region, answer(scale, at))]
        return [at for at in held if named(scale, answer(scale, at))]
    if scale.kind == "nominal":
        return list(answers(scale, region))
    places = range(int(region.low), int(region.high) + 1)
    return [float(at) for at in places if intersection(scale, region, Region(at, at))]


@st.composite
def _row(
    draw: st.DrawFn, chosen: Issue, said: str, earlier: list[Demand], *, is_placed: bool
) -> Demand:
    """One demand of that day on an issue, as experts placed it or not; ``earlier`` are those that
    a link may name."""
    kind = draw(st.sampled_from(["ask"] * 8 + ["open", "dropped"]))
    ask = draw(asks(chosen.scale)) if kind == "ask" else None
    accepts = None
    if ask is not None and draw(st.sampled_from([False, False, False, True])):
        accepts = wider(chosen.scale, ask, draw(regions(chosen.scale, st.just(False))))
    within = [] if ask is None or named(chosen.scale, ask) else _answers(chosen.scale, ask)
    names = draw(st.lists(st.sampled_from(within), max_size=2, unique=True)) if within else []
    names = names[:1] if chosen.scale.kind == "members" else names
    link = draw(st.sampled_from(["", *LINKS])) if earlier else ""
    grade = draw(st.sampled_from("AC"))
    return demand(
        ask,
        issue=chosen.id,
        accepts=accepts,
        names=tuple(names),
        is_dropped=kind == "dropped",
        is_disputed=draw(st.sampled_from([False] * 5 + [True])),
        firmness=draw(st.sampled_from(["red-line", "condition", "firm", "preference", "open"]))
        if kind == "ask"
        else "open",
        salience=draw(st.sampled_from([None, None, None, 5])),
        attribution="expert" if is_placed else draw(st.sampled_from(WORDS)),
        form=draw(st.sampled_from(["text", "quoted", "paraphrased"])),
        said=said,
        known=draw(st.sampled_from([said, said, "2025-05-01"])),
        is_latest=draw(st.sampled_from([False, False, False, True])),
        voice=draw(st.sampled_from(["principal", "principal", "minister", "other"])),
        condition=draw(st.sampled_from(["", "", "", "the others pay"])) if kind == "ask" else "",
        until=draw(st.sampled_from(["", "", "", "2025-04-15"])),
        evidence=(Evidence("s" if grade == "A" else "u", "page 1", grade),),
        **({link: (draw(st.sampled_from(earlier)).ref,)} if link else {}),
    )


def placed(id_: str, party: str, *rows: Demand, experts: str) -> Position:
    """The list in which experts placed a party, which is its own where experts speak."""
    told = {"status": "analysis", "about": (party,)}
    return position(id_, (party,) if experts == "speak" else (), *rows, **told)


def _better(draw: st.DrawFn, plain: Issue) -> Issue:
    """The issue, where it is one of figures or dates now and then better to some party."""
    if not plain.scale.is_measured or draw(st.booleans()):
        return plain
    ways = draw(st.dictionaries(st.sampled_from("abc"), st.sampled_from(["low", "high"])))
    return plain._replace(better=tuple(ways.items()))


STEPS = {
    "truce": Step("truce", "Truce", "The truce begins"),
    "talks": Step("talks", "Talks", "Talks begin"),
    "treaty": Step("treaty", "Treaty", "The treaty is signed", ("talks",)),
    "vote": Step("vote", "Vote", "The people vote"),
}
"""Of every drawn dossier; a treaty follows talks by its definition."""


@st.composite
def links(draw: st.DrawFn) -> Link:
    """That one step comes after, with or in return for another."""
    step, other = draw(st.permutations(list(STEPS)))[:2]
    return Link(step, draw(st.sampled_from(["after", "after", "with", "in-return-for"])), other)


def _linked(draw: st.DrawFn, rows: list[Demand]) -> list[Demand]:
    """The demands of a text, now and then with what they say of the order of steps: no two things
    of one pair, and of several ways two."""
    said: dict[frozenset[str], Link] = {}
    told = []
    for row in rows:
        own = draw(st.lists(links(), max_size=2)) if not row.is_dropped else []
        kept = [link for link in own if said.setdefault(frozenset(link[:3:2]), link) is link]
        told.append(row._replace(links=tuple(kept)))
    if len(said) > 1 and draw(st.sampled_from([False, False, True])):
        ways = list(said.values())[:2]
        for place, row in enumerate(told):
            marked = [x._replace(either="way") if x in ways else x for x in row.links]
            told[place] = row._replace(links=tuple(marked))
    return told


@st.composite
def dossiers(draw: st.DrawFn, *, least: int = 0) -> Dossier:
    """Parties a, b and c, up to four issues in two themes, up to six texts of one or two
    parties, of one or two demands each: not agreed by both, or linked to what was said before.
    Texts are drafts or signed, revise earlier ones, and lapse; words stay fresh for a month or a
    year. Of figures and dates more, or less, may be better to some. Of one party some are lists of
    experts, who speak for it or not. Demands tie steps, also such that are on no issue."""
    experts = draw(st.sampled_from(EXPERTS))
    count = draw(st.integers(1, 4))
    names = [f"{draw(st.sampled_from('tu'))}.i{n}" for n in range(count)]
    issues = [_better(draw, issue(name, draw(st.sampled_from(SCALES)))) for name in names]
    positions: list[Position] = []
    for n in range(draw(st.integers(least, 6))):
        parties = tuple(draw(st.sampled_from(["a", "a", "a", "b", "b", "c", "ab", "ac"])))
        said = f"2025-0{draw(st.integers(1, 4))}-01"
        is_placed = len(parties) == 1 and draw(st.sampled_from([False, False, False, True]))
        rows = []
        for _ in range(draw(st.integers(1, 2))):
            chosen = draw(st.sampled_from(issues))
            earlier = [
                d
                for p in positions
                for d in p.demands
                if d.issue == chosen.id and d.said < said and set(d.holders) & set(parties)
            ]
            row = draw(_row(chosen, said, earlier, is_placed=is_placed))
            is_agreed = len(parties) == 1 or draw(st.booleans())
            rows.append(row if is_agreed else row._replace(holders=parties[:1]))
        if draw(st.sampled_from([False, False, False, True])):
            rows.append(demand(None, issue="", firmness="firm", said=said, text="first this"))
        rows = _linked(draw, rows)
        if is_placed:
            positions.append(placed(f"p{n}", parties[0], *rows, experts=experts))
            continue
        lapses = draw(st.sampled_from([(), (), (), (End((), "2025-04-20", "2025-04-20", "over"),)]))
        positions.append(
            position(
                f"p{n}",
                parties,
                *rows,
                stage=draw(st.sampled_from(["draft", "signed"])) if len(parties) > 1 else "",
                revises=tuple(p.id for p in positions[-1:]) if draw(st.booleans()) else (),
                ends=lapses,
            )
        )
    fresh_for = draw(st.sampled_from(["12m", "1m"]))
    return dossier(*positions, issues=issues)._replace(
        fresh_for=fresh_for, experts=experts, steps=STEPS
    )
