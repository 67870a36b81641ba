"""Templates: each compiles, holds no code of its own and no bare words, and stays short."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.web.assets import AssetShelf
from app.web.rendering import Renderer

APP = Path(__file__).parents[2] / "app"
FOLDERS = sorted(APP.glob("*/templates"))
TEMPLATES = sorted(path for folder in FOLDERS for path in folder.rglob("*.html"))
ENVIRONMENT = Renderer(FOLDERS, AssetShelf(), lambda visit: pytest.fail("compiling asks for no shell")).environment(
    "en"
)
MOST_LINES = 120
SAFE_ALLOWED = {"lesson_body.html", "drawing.html"}
WORDS_ALLOWED = {"Provost", "KB", "SHA"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_QUIET = re.compile(r"<(script|style|code)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>", re.DOTALL)
_ENTITY = re.compile(r"&#?\w+;")


def name_of(path: Path) -> str:
    return str(path.relative_to(APP))


SOURCES = {path: path.read_text() for path in TEMPLATES}


def where(wrong: Callable[[Path, str], object]) -> list[str]:
    """Return the names of the templates of which `wrong` is true, or holds anything."""
    return [name_of(path) for path, source in SOURCES.items() if wrong(path, source)]


def bare_words(source: str) -> list[str]:
    """Return the words a reader would see that no catalogue can translate."""
    text = _ENTITY.sub(" ", _TAG.sub(" ", _QUIET.sub(" ", _JINJA.sub("", source))))
    return [word for word in re.findall(r"[^\W\d_]+", text) if word not in WORDS_ALLOWED]


def bare_attributes(source: str) -> list[str]:
    """Return spoken attributes whose words are written in the template itself."""
    plain = _JINJA.sub("", source)
    return [
        value
        for name in SPOKEN
        for value in re.findall(rf'(?<![\w-]){name}="([^"]*)"', plain)
        if re.search(r"[^\W\d_]", value)
    ]


def test_there_are_templates_to_look_at() -> None:
    assert APP / "web/templates/layout/page.html" in TEMPLATES


def test_each_compiles() -> None:
    for path in TEMPLATES:
        folder = next(folder for folder in FOLDERS if path.is_relative_to(folder))
        assert ENVIRONMENT.get_template(str(path.relative_to(folder)))


def test_none_holds_a_script_or_a_style_of_its_own() -> None:
    elements = re.compile(r"""<style\b|<script\b(?![^>]*\bsrc=)|(?:href|src|action)=["']\s*(?:javascript|data):""")
    attributes = re.compile(r"""<[^<>]*\s(?:style|on[a-z]+)\s*=""")
    assert where(lambda _, source: elements.search(source) or attributes.search(_JINJA.sub("", source))) == []


def test_none_fetches_anything_from_elsewhere() -> None:
    assert where(lambda _, source: re.search(r"""\b(?:src|srcset)=["'](?:https?:)?//""", source)) == []


def test_html_is_printed_as_it_is_only_in_the_two_macros() -> None:
    as_it_is = where(lambda _, source: re.search(r"\|\s*safe\b|autoescape\s+false", source))
    assert {name.rpartition("/")[2] for name in as_it_is} <= SAFE_ALLOWED


def test_each_is_short() -> None:
    assert where(lambda _, source: len(source.splitlines()) > MOST_LINES) == []


def test_every_word_goes_through_the_catalogue() -> None:
    assert where(lambda _, source: bare_words(source) or bare_attributes(source)) == []


def test_every_form_that_posts_carries_the_token() -> None:
    posts = re.compile(r'<form\b[^<>]*method="post".*?</form>', re.DOTALL | re.IGNORECASE)
    tokens = ("csrf_field()", "token_field(shell.csrf)")
    assert where(lambda _, text: [one for one in posts.findall(text) if not any(map(one.__contains__, tokens))]) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{{ _("Hello") }} · 5 &ndash; Provost</p>', []),
        ("{% if a %}<b class='x'>مرحبا</b>{% endif %}", ["مرحبا"]),
        ('<script src="x"></script>{# words #}', []),
    ],
)
def test_the_check_for_bare_words_sees_them(source: str, found: list[str]) -> None:
    assert bare_words(source) == found
