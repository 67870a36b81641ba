"""Drawing by blueprint: exact takes, red lines, whole cases, fresh items first; one seed, one form (T6, O18)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.blueprint import Blueprint, Cell, PoolItem, Shortage
from app.assessment.domain.drawing import FormNotPossible, draw, option_order, question_order, shortfall
from app.assessment.domain.question import Choice, Gap, Question

QUICK = settings(max_examples=60, deadline=None, database=None)
POOL = [
    PoolItem(f"{outcome}{number}", "bank", outcome, 1 + number % 3, redline=number % 5 == 0)
    for outcome in ("keep", "ask", "tell")
    for number in range(12)
]
BLUEPRINT = Blueprint((Cell(4, "bank", "keep"), Cell(3, "bank", "ask"), Cell(2, "bank", level=2)), redlines=3)
OPTIONS = tuple(Choice(key, key, key, key == "a", Fraction(key == "a")) for key in "abcdef")


def items(number: int, **fields) -> list[PoolItem]:
    first = fields.get("case") or fields.get("outcome") or ("red" if fields.get("redline") else "item")
    return [PoolItem(f"{first}-{count:02}", **{"bank": "bank", **fields}) for count in range(number)]


def fits(form: list[PoolItem], blueprint: Blueprint) -> bool:
    """Whether the items can be dealt to the cells one by one, by trying every way: slow and plain, for small forms."""
    if not blueprint.cells:
        return not form
    cell, rest = blueprint.cells[0], Blueprint(blueprint.cells[1:])
    return any(
        all(cell.accepts(item) for item in group) and fits([item for item in form if item not in group], rest)
        for group in combinations(form, cell.take)
    )


def is_lawful(form: list[PoolItem], pool: list[PoolItem], blueprint: Blueprint) -> bool:
    """The definition of a form, said once more without any algorithm."""
    usable = [item for item in pool if any(cell.accepts(item) for cell in blueprint.cells)]
    whole = all(one in form for one in usable if one.case and one.case in {item.case for item in form})
    return whole and sum(item.redline for item in form) >= blueprint.redlines and fits(form, blueprint)


def test_a_form_fills_every_cell_with_red_lines_and_without_repetition() -> None:
    by_key = {item.key: item for item in POOL}
    for seed in range(20):
        form = [by_key[key] for key in draw(POOL, BLUEPRINT, seed)]
        assert len(set(form)) == len(form) == 9
        assert is_lawful(form, POOL, BLUEPRINT)


def test_the_same_seed_gives_the_same_form_in_whatever_order_the_pool_comes() -> None:
    assert draw(POOL, BLUEPRINT, "seed") == draw(POOL[::-1], BLUEPRINT, "seed")


def test_other_seeds_give_other_forms() -> None:
    assert len({draw(POOL, BLUEPRINT, seed) for seed in range(20)}) > 15


def test_a_known_seed_gives_a_known_form_in_every_release() -> None:
    assert draw(items(6), Blueprint((Cell(3, "bank"),)), 1) == KNOWN_FORM


KNOWN_FORM = ("item-04", "item-01", "item-05")


def test_over_many_seeds_every_item_gets_its_turn() -> None:
    drawn = [key for seed in range(300) for key in draw(items(10), Blueprint((Cell(3, "bank"),)), seed)]
    for item in items(10):
        assert 50 < drawn.count(item.key) < 130


def test_items_of_earlier_forms_come_only_when_the_others_are_used_up() -> None:
    pool, blueprint = items(10), Blueprint((Cell(4, "bank"),))
    first = draw(pool, blueprint, "first")
    second = draw(pool, blueprint, "second", frozenset(first))
    third = draw(pool, blueprint, "third", frozenset(first + second))
    assert not set(first) & set(second)
    assert len(set(third) - set(first + second)) == 2


def test_red_lines_come_in_by_exchange_even_when_they_were_asked_before() -> None:
    pool = items(6) + items(2, redline=True)
    form = draw(pool, Blueprint((Cell(3, "bank"),), redlines=2), 1, frozenset({"red-00", "red-01"}))
    assert {"red-00", "red-01"} < set(form)


def test_red_lines_are_exchanged_inside_the_cells_that_have_them() -> None:
    pool = items(5, outcome="a") + items(5, outcome="b") + [PoolItem("red", "bank", "b", redline=True)]
    blueprint = Blueprint((Cell(2, "bank", "a"), Cell(2, "bank", "b")), redlines=1)
    for seed in range(10):
        form = draw(pool, blueprint, seed)
        assert "red" in form
        assert sum(key.startswith("a") for key in form) == 2


def test_cells_that_overlap_do_not_take_each_other_s_last_items() -> None:
    pool = items(2, outcome="rare") + items(3, outcome="common")
    for seed in range(20):
        form = draw(pool, Blueprint((Cell(3, "bank"), Cell(2, "bank", "rare"))), seed)
        assert len(form) == 5


def test_the_items_of_a_case_come_together_and_side_by_side() -> None:
    pool = items(3, case="raid") + items(2, case="mule") + items(6)
    seen = set()
    for seed in range(40):
        form = draw(pool, Blueprint((Cell(4, "bank"),)), seed)
        for case, size in (("raid", 3), ("mule", 2)):
            at = [number for number, key in enumerate(form) if key.startswith(case)]
            assert at in ([], list(range(at[0], at[0] + size)) if at else [])
            seen.add((case, bool(at)))
    assert len(seen) == 4


def test_a_case_across_two_cells_is_drawn_whole_or_not_at_all() -> None:
    case = [replace(item, outcome=outcome) for item, outcome in zip(items(2, case="raid"), "ab", strict=True)]
    pool = case + items(4, outcome="a") + items(4, outcome="b")
    blueprint = Blueprint((Cell(2, "bank", "a"), Cell(2, "bank", "b")))
    counts = {sum(key.startswith("raid") for key in draw(pool, blueprint, seed)) for seed in range(30)}
    assert counts == {0, 2}


def test_cases_are_combined_until_they_fit_exactly() -> None:
    pool = items(3, case="a") + items(2, case="b") + items(2, case="c")
    for seed in range(10):
        assert {key[0] for key in draw(pool, Blueprint((Cell(4, "bank"),)), seed)} == {"b", "c"}


@pytest.mark.parametrize(
    ("pool", "blueprint", "shortages"),
    [
        (items(3), Blueprint((Cell(3, "bank"),)), []),
        (items(2), Blueprint((Cell(3, "bank"),)), [Shortage("cell", 3, 2, Cell(3, "bank"))]),
        (items(2), Blueprint((Cell(1, "other"),)), [Shortage("cell", 1, 0, Cell(1, "other"))]),
        (
            items(3, outcome="a"),
            Blueprint((Cell(2, "bank", "a"), Cell(2, "bank"))),
            [Shortage("cell", 2, 1, Cell(2, "bank"))],
        ),
        (items(3), Blueprint((Cell(3, "bank"),), redlines=1), [Shortage("redlines", 1, 0)]),
        (items(4, redline=True), Blueprint((Cell(2, "bank"),), redlines=3), [Shortage("redlines", 3, 2)]),
        (items(3, case="a") + items(3, case="b"), Blueprint((Cell(4, "bank"),)), [Shortage("cases", 4, 3)]),
    ],
)
def test_a_shortfall_names_what_lacks_and_drawing_refuses_with_it(pool, blueprint, shortages) -> None:
    assert shortfall(pool, blueprint) == shortages
    if shortages:
        with pytest.raises(FormNotPossible) as refusal:
            draw(pool, blueprint, 1)
        assert refusal.value.shortages == tuple(shortages)


def test_a_key_twice_in_the_pool_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        draw(items(1) * 2, Blueprint((Cell(1, "bank"),)), 1)


SMALL_POOLS = st.lists(
    st.tuples(st.sampled_from("ab"), st.booleans(), st.sampled_from([None, None, "x", "y", "z"])), max_size=8
).map(lambda rows: [PoolItem(f"i{n}", "bank", o, redline=r, case=c) for n, (o, r, c) in enumerate(rows)])
SMALL_CELLS = st.builds(Cell, st.integers(1, 2), st.just("bank"), st.sampled_from([None, "a", "b"]))
SMALL_BLUEPRINTS = st.builds(
    lambda cells, redlines: Blueprint(tuple(cells), redlines),
    st.lists(SMALL_CELLS, min_size=1, max_size=3),
    st.integers(0, 3),
)


@QUICK
@given(SMALL_POOLS, SMALL_BLUEPRINTS, st.integers(), st.sets(st.integers(0, 7)))
def test_a_form_is_drawn_exactly_where_a_lawful_form_exists(pool, blueprint, seed, avoid) -> None:
    possible = any(is_lawful(list(form), pool, blueprint) for form in combinations(pool, blueprint.size))
    assert (shortfall(pool, blueprint) == []) is possible
    if possible:
        keys = draw(pool, blueprint, seed, frozenset(f"i{n}" for n in avoid))
        assert is_lawful([item for item in pool if item.key in keys], pool, blueprint)
        assert len(set(keys)) == len(keys) == blueprint.size


def test_options_are_shuffled_by_seed_and_question() -> None:
    question = Question("q", "single", "<p>Q</p>", "Q", OPTIONS)
    orders = {option_order(question, seed) for seed in range(20)}
    assert len(orders) > 10
    assert all(sorted(order) == list("abcdef") for order in orders)
    assert option_order(question, 7) == option_order(question, 7)
    assert option_order(question, 7) != option_order(replace(question, key="p"), 7)


@pytest.mark.parametrize("change", [{"shuffle": False}, {"type": "truefalse"}])
def test_options_that_belong_in_an_order_keep_it(change) -> None:
    question = replace(Question("q", "single", "<p>Q</p>", "Q", OPTIONS), **change)
    assert {option_order(question, seed) for seed in range(10)} == {tuple("abcdef")}


@pytest.mark.parametrize("kind", ["order", "match"])
def test_options_whose_order_is_the_key_are_shuffled_whatever_the_author_and_the_quiz_say(kind: str) -> None:
    question = replace(Question("q", kind, "<p>Q</p>", "Q", OPTIONS), shuffle=False)
    orders = {option_order(question, seed, shuffle=False) for seed in range(20)}
    assert len(orders) > 10
    turned = replace(question, choices=OPTIONS[::-1])
    assert option_order(turned, 7, shuffle=False) == option_order(question, 7, shuffle=False)


def test_a_quiz_that_does_not_shuffle_leaves_the_other_options_in_the_author_s_order() -> None:
    question = Question("q", "single", "<p>Q</p>", "Q", OPTIONS)
    assert option_order(question, 7, shuffle=False) == tuple("abcdef")


def test_the_options_of_gaps_are_shuffled_with_the_others_and_none_is_lost() -> None:
    gaps = (Gap("1", "choice", choices=OPTIONS[:3]), Gap("2", "choice", choices=OPTIONS[3:]))
    question = Question("q", "gaps", "<p>Q</p>", "Q", gaps=gaps)
    orders = {option_order(question, seed) for seed in range(20)}
    assert len(orders) > 10
    assert all(sorted(order) == list("abcdef") for order in orders)


def test_questions_are_shuffled_but_a_case_stays_together_in_its_own_order() -> None:
    form = items(4) + items(3, case="raid")
    orders = {question_order(form, seed) for seed in range(20)}
    assert len(orders) > 10
    for order in orders:
        at = order.index("raid-00")
        assert order[at : at + 3] == ("raid-00", "raid-01", "raid-02")
        assert sorted(order) == sorted(item.key for item in form)
