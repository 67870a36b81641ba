"""Languages of the interface: catalogues, direction, and the choice made for a visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "translations"
NAMES = {"en": "English", "ar": "العربية", "ar-XB": "Mirrored test language"}
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
PSEUDO = "ar-XB"
DEFAULT = "en"
_PLAIN = frozenset({Markup, int})
_KEPT = 2_000  # texts of the interface, escaped once

Gettext = Callable[..., str]


def direction(locale: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if locale.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def offered(*, demo: bool) -> tuple[str, ...]:
    """Return the languages that may be chosen; the mirrored test language is for demonstration instances only."""
    found = [code for code in NAMES if code == DEFAULT or (FOLDER / f"{code}.po").exists()]
    return (*found, PSEUDO) if demo else tuple(found)


def babel_locale(locale: str) -> Locale:
    """Return the locale that formats dates and numbers; Western digits are kept, as on the certificates."""
    return Locale.parse({"ar-XB": "ar"}.get(locale, locale))


@cache
def language_name(tag: str, locale: str = "") -> str:
    """Return the name of a language, in itself or in the language of a page; its tag where nobody has named it."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(babel_locale(locale) if locale else None)
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name[:1].upper()}{name[1:]}" if name and not locale else name or tag


@cache
def gettext_for(locale: str) -> tuple[Gettext, Callable[..., str]]:
    """Return `_` and `ngettext` bound to the catalogue of `locale`; an unknown text is shown in English, marked so."""
    texts = _texts(locale)

    @lru_cache(maxsize=_KEPT)
    def shown(text: str) -> tuple[Markup, str]:
        found = texts.get(text)
        safe = Markup(escape(found or text))  # noqa: S704 - escaped on this line
        safe = Markup("\u2066%s\u2069") % safe if found is None and locale != DEFAULT else safe
        return safe, str(safe)

    def translate(text: str, **values: Any) -> Markup:
        safe, pattern = shown(text)
        if not values:
            return safe
        return Markup(pattern % {name: _safe(value) for name, value in values.items()})  # noqa: S704 - all escaped

    def plural(one: str, many: str, n: int, **values: Any) -> Markup:
        return translate(one if n == 1 else many, n=n, **values)

    return translate, plural


def _safe(value: object) -> object:
    return value if type(value) in _PLAIN else escape(value)


def isolated(value: object) -> Markup:
    """Return a value as it stands inside a sentence, kept from turning the words around it."""
    return Markup(f"<bdi>{escape(value)}</bdi>")  # noqa: S704 - escaped on this line


class _Pseudo(dict[str, str]):
    """A catalogue that mirrors: each text keeps its words between right-to-left marks, so nothing bare can hide."""

    def get(self, text: str, default: Any = None) -> Any:
        return f"\u200f⟦{text}⟧\u200f"


@cache
def _texts(locale: str) -> dict[str, str]:
    if locale == PSEUDO:
        return _Pseudo()
    path = FOLDER / f"{locale}.po"
    if locale == DEFAULT or not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}


def chosen(wanted: str | None, accepted: list[str], available: tuple[str, ...]) -> str:
    """Return the language of a visit: the person's own choice, else the browser's first that is offered."""
    for code in (wanted, *accepted):
        if code in available:
            return str(code)
        short = (code or "").split("-")[0]
        if short in available:
            return short
    return DEFAULT
