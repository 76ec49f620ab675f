"""Regions on scales: what meets, and how far apart."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negpos import scales
from negpos.scales import Mark, Region, Scale

from .drawn import SCALES, regions
from .factory import members, nominal, ordinal, point, quantity

FIVE = ordinal("a", "b", "c", "d", "e")


scale_and_two = st.sampled_from(SCALES).flatmap(
    lambda scale: st.tuples(st.just(scale), regions(scale), regions(scale))
)


def readings(scale: Scale, area: Region) -> list[Region]:
    """Every point of a region, told by brute force: of a quantity, whose ends are whole numbers,
    those and what lies between them, but for an end that is left out. Where members add up and
    nothing is shut out, no reading shuts out anything."""
    if area.points:
        return [point(value) for value in area.points]
    if scale.kind == "quantity":
        halves = range(2 * int(area.low) + area.is_above, 2 * int(area.high) + 1 - area.is_below)
        return [point(value / 2) for value in halves]
    if scale.kind in ("ordinal", "date"):
        return [point(value) for value in range(int(area.low), int(area.high) + 1)]
    if scale.kind == "nominal":
        return [point(1 << n) for n in range(len(scale.options)) if int(area.low) >> n & 1]
    least, greatest = int(area.low), int(area.high)
    return [point(m) for m in range(greatest + 1) if m & ~greatest == 0 and least & ~m == 0]


def meanings(scale: Scale, area: Region) -> list[Region]:
    """All that a vague region may mean: a point, or where members add up and it shuts nothing
    out, at least the members of that point."""
    everything = scales.whole(scale).high
    if scale.adds_up and area.high == everything:
        return [Region(reading.low, everything) for reading in readings(scale, area)]
    return readings(scale, area)


@given(scale_and_two)
def test_distance_is_that_of_the_nearest_points(case: tuple[Scale, Region, Region]) -> None:
    """An end that is left out is as near as one likes."""
    scale, a, b = case
    closed = [area._replace(is_above=False, is_below=False) for area in (a, b)]
    pairs = product(*(readings(scale, area) for area in closed))
    nearest = min(scales.distance(scale, x, y) for x, y in pairs)
    assert scales.distance(scale, a, b) == pytest.approx(nearest)


@given(scale_and_two)
def test_distance_is_symmetric_in_bounds_and_zero_where_regions_meet(
    case: tuple[Scale, Region, Region],
) -> None:
    scale, a, b = case
    apart = scales.distance(scale, a, b)
    assert apart == scales.distance(scale, b, a)
    assert 0 <= apart <= 1
    closed = [area._replace(is_above=False, is_below=False) for area in (a, b)]
    assert (apart == 0) == (scales.intersection(scale, *closed) is not None)
    assert (scales.steps(scale, a, b) == 0) == (apart == 0)


@given(scale_and_two)
def test_meets_holds_on_every_reading_or_is_not_told(case: tuple[Scale, Region, Region]) -> None:
    scale, a, b = case
    lefts = meanings(scale, a) if a.vague else [a]
    rights = meanings(scale, b) if b.vague else [b]
    met = {
        scales.intersection(scale, x._replace(vague=False), y._replace(vague=False)) is not None
        for x in lefts
        for y in rights
    }
    assert scales.meets(scale, a, b) is (met.pop() if len(met) == 1 else None)


@given(scale_and_two)
def test_what_both_allow_is_inside_both(case: tuple[Scale, Region, Region]) -> None:
    scale, a, b = case
    both = scales.intersection(scale, a, b)
    if both is not None:
        assert scales.contains(scale, a, both)
        assert scales.contains(scale, b, both)
    else:
        assert not set(readings(scale, a)) & set(readings(scale, b))


@given(scale_and_two)
def test_what_two_regions_share_are_just_the_points_that_both_hold(
    case: tuple[Scale, Region, Region],
) -> None:
    scale, a, b = case
    both = scales.intersection(scale, a, b)
    shared = set(readings(scale, a)) & set(readings(scale, b))
    assert shared == set(readings(scale, both) if both is not None else ())


@pytest.mark.parametrize(
    ("a", "b", "meet"),
    [
        (Region(0, 60, is_below=True), point(60), False),
        (Region(0, 60), point(60), True),
        (Region(0, 60, is_below=True), Region(60, 100, is_above=True), False),
        (Region(0, 60, is_below=True), Region(59, 100, is_above=True), True),
        (Region(0, 60, vague=True, is_below=True), point(60), False),
        (Region(0, 60, vague=True, is_below=True), point(59.5), None),
    ],
)
def test_strictly_below_a_figure_is_as_near_as_one_likes_and_does_not_meet_it(
    a: Region, b: Region, meet: bool | None
) -> None:
    scale = quantity(0, 100)
    assert scales.meets(scale, a, b) is meet
    assert scales.meets(scale, b, a) is meet
    assert scales.distance(scale, a, b) == scales.steps(scale, a, b) == 0


def test_of_two_asks_as_near_the_one_that_meets_is_taken() -> None:
    scale = quantity(0, 100)
    touching, meeting = Region(60, 80, is_above=True), Region(0, 60)
    pairs = scales.nearest_pairs(scale, [point(60)], [touching, meeting])
    assert pairs[0] == (point(60), meeting)


SUM = members("x", "y", "z", adds_up=True)


def test_sets_that_add_up_exclude_each_other_only_where_one_shuts_out_what_the_other_asks() -> None:
    at_least_x, at_least_yz = Region(0b001, 0b111), Region(0b110, 0b111)
    only_x, none = Region(0b001, 0b001), point(0)
    assert scales.meets(SUM, at_least_x, at_least_yz) is None
    assert scales.meets(SUM, at_least_x, Region(0b011, 0b111)) is True
    assert scales.distance(SUM, at_least_x, at_least_yz) == 0
    assert scales.meets(SUM, only_x, at_least_yz) is False
    assert scales.steps(SUM, only_x, at_least_yz) == 2
    assert scales.meets(SUM, none, at_least_x) is False


def test_a_vague_set_that_shuts_nothing_out_meets_what_it_certainly_asks_for_too() -> None:
    vague = Region(0b010, 0b111, vague=True)
    assert scales.meets(SUM, vague, Region(0b100, 0b111)) is None
    assert scales.meets(SUM, vague, Region(0b010, 0b111)) is True
    assert scales.meets(SUM, vague, Region(0b011, 0b111)) is None
    assert scales.meets(SUM, vague, Region(0b100, 0b110)) is None
    assert scales.meets(SUM._replace(adds_up=False), vague, Region(0b100, 0b111)) is not True


def test_a_plain_list_asks_for_these_alone_or_where_members_add_up_for_these_at_least() -> None:
    plain = SUM._replace(adds_up=False)
    assert scales.is_listed(plain, point(0b011))
    assert not scales.is_listed(plain, Region(0b011, 0b111))
    assert scales.is_listed(SUM, Region(0b011, 0b111))
    assert not scales.is_listed(SUM, point(0b011))
    assert scales.is_listed(SUM, point(0))


def test_what_one_clause_shuts_out_stays_out_unless_another_asks_for_it() -> None:
    at_least_x, at_most_xy, at_least_z = Region(1, 0b111), Region(0, 0b011), Region(0b100, 0b111)
    assert scales.union(SUM, [at_least_x, at_most_xy]) == Region(0b001, 0b011)
    assert scales.union(SUM, [at_most_xy, at_least_z]) == Region(0b100, 0b111)
    assert scales.union(SUM, [at_least_x, at_least_z]) == Region(0b101, 0b111)


@given(st.data())
def test_clauses_that_add_up_ask_for_all_that_each_asks_for(data: st.DataObject) -> None:
    clauses = data.draw(st.lists(regions(SUM), min_size=1, max_size=3))
    together = scales.union(SUM, clauses)
    assert all(int(clause.low) & ~int(together.low) == 0 for clause in clauses)
    assert scales.union(SUM, clauses[::-1]) == together
    if len(clauses) == 1:
        assert together == clauses[0]


@given(scale_and_two)
def test_a_region_contains_another_if_each_reading_of_it_is_one_of_its_own(
    case: tuple[Scale, Region, Region],
) -> None:
    scale, outer, inner = case
    allowed = {tuple(reading) for reading in readings(scale, outer)}
    is_inside = all(tuple(reading) in allowed for reading in readings(scale, inner))
    assert scales.contains(scale, outer, inner) is is_inside


@pytest.mark.parametrize(
    ("outer", "inner", "is_inside"),
    [
        (Region(0b001, 0b011), Region(0b001, 0b011), True),
        (Region(0b001, 0b011), point(0b011), True),
        (Region(0b001, 0b011), Region(0b001, 0b111), False),
        (Region(0b001, 0b011), Region(0b000, 0b011), False),
    ],
)
def test_sets_of_members_have_a_lower_and_an_upper_bound(
    outer: Region, inner: Region, is_inside: bool
) -> None:
    assert scales.contains(members("x", "y", "z"), outer, inner) is is_inside


@given(scale_and_two)
def test_the_whole_scale_contains_every_region(case: tuple[Scale, Region, Region]) -> None:
    scale, a, _ = case
    assert scales.contains(scale, scales.whole(scale), a)


@pytest.mark.parametrize(
    ("scale", "a", "b", "distance", "steps"),
    [
        (FIVE, point(0), point(3), 3 / 4, 3),
        (FIVE, Region(0, 1), Region(3, 4), 2 / 4, 2),
        (FIVE, Region(0, 3), point(2), 0, 0),
        (quantity(0, 1_000_000), point(600_000), point(800_000), 200_000 / 1_000_000, 200_000),
        (quantity(0, 100), Region(0, 40), point(60), 20 / 100, 20),
        (quantity(-100, 300), point(0), point(100), 100 / (300 + 100), 100),
        (quantity(200, 300), Region(200, 220), point(270), 50 / (300 - 200), 50),
        (members("x", "y", "z"), point(0b011), point(0b110), 1 - 1 / 3, 2),
        (members("x", "y", "z"), point(0), point(0), 0, 0),
        (members("x", "y", "z"), point(0), point(0b1), 1, 1),
        (members("x", "y", "z"), Region(0b001, 0b111), point(0b110), 1 - 2 / 3, 1),
        (nominal("n", "o", "p"), point(0b001), point(0b010), 1, 1),
        (nominal("n", "o", "p"), point(0b011), point(0b010), 0, 0),
    ],
)
def test_distances_are_as_the_method_works_them_out(
    scale: Scale, a: Region, b: Region, distance: float, steps: float
) -> None:
    assert scales.distance(scale, a, b) == pytest.approx(distance)
    assert scales.steps(scale, a, b) == steps


def test_uneven_places_change_distances_but_not_steps() -> None:
    scale = FIVE._replace(places=(0.0, 0.1, 0.2, 0.9, 1.0))
    assert scales.distance(scale, point(2), point(3)) == pytest.approx(0.7)
    assert scales.steps(scale, point(2), point(3)) == 1


def test_several_asks_are_as_far_apart_as_the_worse_of_the_two_ways() -> None:
    one, other = [point(0), point(4)], [point(0)]
    assert scales.distance_of_sets(FIVE, one, other) == 1
    assert scales.steps_of_sets(FIVE, other, one) == 4


def test_an_unknown_option_has_no_place() -> None:
    with pytest.raises(ValueError, match="zzz"):
        FIVE.place("zzz")


def test_the_whole_of_a_scale_is_all_its_answers_and_no_more() -> None:
    assert scales.whole(FIVE) == Region(0, 4)
    assert scales.whole(quantity(-20, 30)) == Region(-20, 30)
    assert scales.whole(nominal("n", "o", "p")) == point(0b111)
    assert scales.whole(members("x", "y", "z")) == Region(0b000, 0b111)


def test_steps_are_told_between_figures_and_between_words_and_not_from_one_to_the_other() -> None:
    scale = quantity(0, 100)._replace(marks=(Mark(100, "no ceiling"), Mark(0, "none")))
    assert scales.told_steps(scale, [point(20)], [point(50)]) == 30
    assert scales.told_steps(scale, [point(0)], [point(100)]) == 100
    assert scales.told_steps(scale, [point(20)], [point(100)]) is None
    assert scales.told_steps(scale, [Region(20, 100)], [point(10)]) is None
    assert scales.told_steps(scale, [Region(20, 100, is_below=True)], [point(10)]) == 10
    assert scales.told_steps(scale, [Region(0, 20)], [point(30)]) is None
    assert scales.told_steps(scale, [], []) is None
    assert scales.told_steps(scale, [Region(1, 2, vague=True)], [point(5)]) is None


def test_clauses_on_a_members_scale_unite_and_are_vague_if_one_is() -> None:
    scale = members("x", "y", "z")
    one, other = Region(0b001, 0b011), Region(0b100, 0b100, vague=True)
    assert scales.union(scale, [one]) == one
    assert scales.union(scale, [one, other]) == Region(0b101, 0b111, vague=True)
    assert scales.union(scale, [other, one]) == Region(0b101, 0b111, vague=True)


@pytest.mark.parametrize(
    ("met", "told"),
    [
        ([True, True], True),
        ([True, False], False),
        ([True, None], None),
        ([None, False], False),
    ],
)
def test_several_meet_if_all_do_and_do_not_if_one_is_known_not_to(
    met: list[bool | None], told: bool | None
) -> None:
    assert scales.every(met) is told
