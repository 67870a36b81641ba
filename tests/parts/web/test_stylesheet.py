"""The stylesheet: contrast recomputed from its tokens, logical properties only, and its weight."""

from __future__ import annotations

import re

import pytest

from app.web.assets import FOLDER, AssetShelf, minified_css

SOURCE = (FOLDER / "provost.css").read_text()
WEIGHT_LIMIT = 5_200  # bytes, gzip 9: a first visit of 14 KB leaves 9 KB for the page and its script
_LIGHT, _, _REST = SOURCE.partition("@media screen and (prefers-color-scheme: dark)")
_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9A-F]{6})")
LIGHT = dict(_TOKEN.findall(_LIGHT))
DARK = LIGHT | dict(_TOKEN.findall(_REST.partition("ground */")[0]))

TEXT = 4.5  # WCAG 2.2, 1.4.3
STRONG = 6.5  # what the design promises of text in the light scheme
SHAPE = 3.0  # WCAG 2.2, 1.4.11

PAIRS = [
    ("ink", "paper", STRONG),
    ("ink", "mist", STRONG),
    ("slate", "paper", STRONG),
    ("slate", "mist", STRONG),
    ("slate", "rule", TEXT),
    ("blue", "paper", STRONG),
    ("blue", "mist", STRONG),
    ("on", "blue", STRONG),
    ("on", "hover", STRONG),
    ("on", "red", STRONG),
    ("hover", "info", STRONG),
    ("blue", "info", STRONG),
    ("green", "green-tint", STRONG),
    ("red", "red-tint", STRONG),
    ("red", "paper", STRONG),
    ("red", "mist", STRONG),
    ("amber", "amber-tint", STRONG),
    ("violet", "violet-tint", STRONG),
    *(("ink", tint, STRONG) for tint in ("info", "green-tint", "red-tint", "amber-tint", "violet-tint")),
    *(("slate", tint, TEXT) for tint in ("info", "green-tint", "red-tint", "amber-tint", "violet-tint")),
    *(("blue", tint, TEXT) for tint in ("info", "green-tint", "red-tint", "amber-tint", "violet-tint")),
    ("line", "paper", SHAPE),
    ("line", "mist", SHAPE),
    ("green", "rule", SHAPE),
    ("blue", "rule", SHAPE),
]


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_formula_gives_the_ratios_of_the_standard() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#101C2C", "#FFFFFF") == pytest.approx(17.15, abs=0.01)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_text_and_shapes_stand_out_in_the_light_scheme(front: str, back: str, least: float) -> None:
    assert ratio(LIGHT[front], LIGHT[back]) >= least


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_text_and_shapes_stand_out_in_the_dark_scheme(front: str, back: str, least: float) -> None:
    assert ratio(DARK[front], DARK[back]) >= min(least, TEXT)


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("#FFFFFF", LIGHT["navy"], 7),
        ("#C9D6E6", LIGHT["navy"], 4.5),
        (LIGHT["brass"], LIGHT["navy"], 3),
        ("#101C2C", LIGHT["focus"], 7),
        (LIGHT["focus"], LIGHT["navy"], 3),
        (LIGHT["blue"], LIGHT["brass"], 3),
        (LIGHT["amber"], LIGHT["paper"], 3),
    ],
)
def test_bar_focus_ring_and_chart_stand_out(front: str, back: str, least: float) -> None:
    assert front in SOURCE
    assert ratio(front, back) >= least


def test_brass_is_never_the_colour_of_text() -> None:
    assert not re.search(r"(?<![-\w])color:\s*var\(--brass\)", SOURCE)


def test_both_schemes_name_the_same_colours() -> None:
    own = set(dict(_TOKEN.findall(_REST.partition("ground */")[0])))
    assert set(LIGHT) - own == {"navy", "focus"}


def test_nothing_is_placed_by_left_and_right_so_arabic_needs_no_second_stylesheet() -> None:
    without_comments = re.sub(r"/\*.*?\*/", "", SOURCE, flags=re.DOTALL)
    assert not re.findall(r"(?<!\.)\b(?:left|right)\b", without_comments)  # the class .right is a right answer
    physical = r"(?:margin|padding|border|inset)-(?:top|bottom)|(?<![-\w])(?:top|bottom|width|height)\s*:"
    assert not re.findall(physical, without_comments.replace("(max-width:", "("))


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(" not in SOURCE
    assert "@import" not in SOURCE


def test_one_stylesheet_stays_within_its_weight() -> None:
    shelf = AssetShelf()
    body, _, encoding = shelf.get(shelf.url("provost.css").removeprefix("/static/"), "gzip") or (b"", "", "")
    assert encoding == "gzip"
    assert 1_000 < len(body) <= WEIGHT_LIMIT


def test_shrinking_keeps_every_declaration() -> None:
    shrunk = minified_css(SOURCE)
    assert shrunk.count("{") == shrunk.count("}") == re.sub(r"/\*.*?\*/", "", SOURCE, flags=re.DOTALL).count("{")
    assert "/*" not in shrunk
    assert '"Segoe UI"' in shrunk
