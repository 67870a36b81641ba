"""Pages: one Jinja environment per language with its own words bound in; values go in, an answer comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import brotli
from babel.dates import format_date, format_datetime, format_time
from flask import request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.meta import find_referenced_templates
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.foundation.gaps import filled
from app.foundation.sizes import size_words
from app.web.assets import AssetShelf
from app.web.compression import LESSON, MARK, gzip_page, with_weight
from app.web.folding import FoldingEnvironment
from app.web.locales import DEFAULT, babel_locale, gettext_for, isolated
from app.web.low_data import addresses_in, without_pictures, words_in
from app.web.shell import NavigationItem, Shell
from app.web.visit import Visit, this_visit

_SMALL = 700
_ENVIRONMENTS = 32
_LINKS = 200
_HTML = [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Accept-Encoding")]


@dataclass(frozen=True, slots=True)
class Spliced:
    """A part of the page that stands at the mark `LESSON`: its bytes, and the same packed where they are stored so."""

    html: bytes
    packed: bytes = b""


class Renderer:
    """Renders `<part>/<page>.html` in the language of the visit. Made once by the factory."""

    def __init__(self, folders: Iterable[Path], shelf: AssetShelf, shell: Callable[[Visit], Shell]) -> None:
        self._folders = tuple(str(folder) for folder in folders)
        self._addresses = shelf.addresses
        self._shell = shell
        self._environments: dict[str, Environment] = {}

    def environment(self, locale: str) -> Environment:
        """Return the environment of `locale`, made when first asked for."""
        if locale not in self._environments:
            self._environments[locale] = _environment(self._folders, self._addresses, locale)
        return self._environments[locale]

    def ready(self, templates: Iterable[str]) -> None:
        """Compile pages and all that they are made of before they are asked for, in the language of most."""
        made, files = self.environment(DEFAULT), FileSystemLoader(self._folders)
        waiting, ready = list(templates), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in ready:
                ready.add(name)
                made.get_template(name)
                source, _, _ = files.get_source(made, name)
                waiting += filter(None, find_referenced_templates(made.parse(source)))

    def html(self, visit: Visit, template: str, **values: Any) -> str:
        """Return the page as text."""
        page = self.environment(visit.locale).get_template(template)
        return page.render(shell=self._shell(visit), **values)

    def part(self, locale: str, template: str, **values: Any) -> Markup:
        """Return a part of a page that knows nothing of the visit but its language; a page takes it in as it is."""
        text = self.environment(locale).get_template(template).render(**values)
        return Markup(text)  # noqa: S704 - a template escaped it

    def page(self, visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return the page as an answer, compressed as the browser likes, never cached."""
        text = self.html(visit, template, **values)
        return compressed((later(visit, text) if visit.low_data else text).encode(), status)


@lru_cache(maxsize=_ENVIRONMENTS)
def _environment(folders: tuple[str, ...], addresses: tuple[tuple[str, str], ...], locale: str) -> Environment:
    """The same templates are compiled once in a process, however many renderers are made (tests make hundreds)."""
    made = FoldingEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # all of them: as many as there are files
    )
    translate, plural = gettext_for(locale)
    _written_day(locale, date.min)  # reads how the language writes dates: before the web server forks, for all workers
    made.globals.update(_=translate, ngettext=plural, asset=dict(addresses).__getitem__)
    made.filters.update(
        lead=lead,
        filled=filled,
        day=partial(_day, locale),
        moment=partial(_moment, locale),
        clock=partial(_clock, locale),
        size=_size,
        navigation=lru_cache(_LINKS)(partial(_navigation, made)),
    )
    return made


def _navigation(environment: Environment, items: tuple[NavigationItem, ...]) -> Markup:
    """Return the links of a role; the same are on many pages, and printed once."""
    return Markup(environment.get_template("layout/navigation.html").render(items=items))  # noqa: S704 - escaped there


def compressed(page: bytes, status: int = 200, lesson: Spliced | None = None) -> Response:
    """Return `page` compressed: a packed lesson is spliced in, other pages go as brotli 2, else gzip."""
    accepted = request.headers.get("Accept-Encoding", "")
    if lesson and lesson.packed and "gzip" in accepted:
        return _answer(gzip_page(page, lesson.html, lesson.packed), status, "gzip")
    if lesson:
        page = page.replace(LESSON, lesson.html)
    if len(page) > _SMALL and "br" in accepted:
        return _answer(_brotli(page), status, "br")
    if len(page) > _SMALL and "gzip" in accepted:
        return _answer(gzip_page(page), status, "gzip")
    return _answer(with_weight(page, len(page)), status)


def _answer(body: bytes, status: int, encoding: str = "") -> Response:
    return Response(body, status, [*_HTML, ("Content-Encoding", encoding)] if encoding else _HTML)


def _brotli(page: bytes) -> bytes:
    before, mark, after = page.partition(MARK)
    packer = brotli.Compressor(quality=2)
    head = packer.process(before) + packer.flush()
    tail = with_weight(mark + after, len(head) + len(after) // 3 + 100)
    return bytes(head + packer.process(tail) + packer.finish())


def later(visit: Visit, text: str, words: Mapping[str, str] | None = None) -> str:
    """Return a page, or a part of one, whose pictures and films wait until asked for (O23)."""
    addresses = addresses_in(text)
    if not addresses:
        return text
    sizes = visit.parts["file_sizes"](visit.read, addresses)
    return without_pictures(text, sizes, words or words_in(visit.locale))


def page_tag(*parts: object) -> str:
    """Return the ETag value of what a page is made of."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:24]


def kept_copy(response: Response, tag: str) -> Response:
    """Let the person's own browser keep the page and ask each time whether it is still the same."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = f'"{tag}"'
    return response


def lead(text: str) -> tuple[Markup, Markup]:
    """Split rendered Markdown into its first paragraph, without the paragraph's tags, and the rest.

    Headings and labels take phrasing content only (HTML Standard, legend), so a paragraph cannot stand in them.
    """
    first, closed, rest = text.strip().partition("</p>")
    if not closed or not first.startswith("<p>"):
        return Markup(text), Markup("")  # noqa: S704 - rendered and cleaned by app.foundation.markdown
    return Markup(first[3:]), Markup(rest)  # noqa: S704


def _day(locale: str, value: datetime | date) -> Markup:
    return _written_day(locale, value.date() if isinstance(value, datetime) else value)


@lru_cache(maxsize=1_000)
def _written_day(locale: str, value: date) -> Markup:
    return isolated(format_date(value, "d MMMM y", babel_locale(locale)))


def _moment(locale: str, value: datetime) -> Markup:
    return isolated(f"{format_datetime(value, 'd MMM y, HH:mm', locale=babel_locale(locale))} (UTC)")


def _size(value: int) -> Markup:
    """Return how large a file is, as it stands beside every link to one (O22)."""
    return isolated(size_words(value))


def _clock(locale: str, value: datetime) -> Markup:
    return isolated(f"{format_time(value, 'HH:mm', locale=babel_locale(locale))} (UTC)")


def render(template: str, *, status: int = 200, **values: Any) -> Response:
    """Render for the visit being answered; what views call."""
    visit = this_visit()
    renderer: Renderer = visit.parts["renderer"]
    return renderer.page(visit, template, status=status, **values)
