"""Templates: each compiles, holds no code of its own and no bare words, and stays short."""

from __future__ import annotations

import re
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


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name_of)


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


@each_template
def test_compiles(path: Path) -> None:
    folder = next(folder for folder in FOLDERS if path.is_relative_to(folder))
    assert ENVIRONMENT.get_template(str(path.relative_to(folder)))


@each_template
def test_holds_no_script_or_style_of_its_own(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<style\b", source)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", source)
    assert not re.search(r"""<[^<>]*\s(?:style|on[a-z]+)\s*=""", _JINJA.sub("", source))
    assert not re.search(r"""(?:href|src|action)=["']\s*(?:javascript|data):""", source)


@each_template
def test_fetches_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"""\b(?:src|srcset)=["'](?:https?:)?//""", path.read_text())


@each_template
def test_prints_html_as_it_is_only_in_the_two_macros(path: Path) -> None:
    source = path.read_text()
    if path.name not in SAFE_ALLOWED:
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", source)


@each_template
def test_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


@each_template
def test_every_word_goes_through_the_catalogue(path: Path) -> None:
    assert bare_words(path.read_text()) == []
    assert bare_attributes(path.read_text()) == []


@each_template
def test_every_form_that_posts_carries_the_token(path: Path) -> None:
    for form in re.findall(r'<form\b[^<>]*method="post".*?</form>', path.read_text(), re.DOTALL | re.IGNORECASE):
        assert "csrf_field()" in form or "token_field(shell.csrf)" in form


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
