"""Turns what a caller gives into what a template prints: checked, cleaned, dated and fitted."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from babel.dates import format_date

from app.printing.designs import Design
from app.printing.fitting import step, unprintable
from app.printing.refusals import MissingValue, Unprintable

# Characters that turn the order of the letters round them: a name could show as another one.
_ORDER_CHANGING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printed_values(design: Design, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a template; every field of the design is there, an absent one as an empty text.

    Dates are written out in the language of the document, with Western digits. Raises MissingValue and Unprintable.
    """
    _check_names(design, values)
    language = str(values["lang"])
    shown = {name: _shown(values.get(name), language) for name in sorted(design.needs | design.may_have)}
    for name in design.left_out_when_unprintable:
        if unprintable(str(shown[name]), design.faces):
            shown[name] = ""
    shown["verify_url_shown"] = _without_scheme(str(shown["verify_url"]))
    shown["original_dir"] = "rtl" if _right_to_left(str(shown.get("holder_name_original", ""))) else "ltr"
    words = design.words[language]
    _check_letters(design, shown)
    return {**shown, "words": words, "fit": _fit_classes(design, shown)}


def report_values(design: Design, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a report's template: every text cleaned, in lists and mappings too. Raises Unprintable."""
    shown = {name: _cleaned(value) for name, value in values.items()}
    _check_letters(design, {name: _texts(value) for name, value in shown.items()})
    return shown


def fit_rules(design: Design) -> str:
    """Return the CSS of the size steps, so that the sizes stand in design.toml alone."""
    return "".join(
        f".{_fit_class(field, index)} {{ font-size: {points}pt }}\n"
        for field, fit in design.fits.items()
        for index, points in enumerate(fit.sizes_pt)
    )


def _check_names(design: Design, values: Mapping[str, object]) -> None:
    missing = sorted(name for name in design.needs if not values.get(name))
    unknown = sorted(set(values) - design.needs - design.may_have)
    if missing or unknown:
        raise MissingValue(f"{design.key}: missing {missing}, unknown {unknown}")
    if values["lang"] not in design.languages:
        raise MissingValue(f"{design.key}: no words in the language {values['lang']!r}")
    if urlsplit(str(values["verify_url"])).scheme not in {"http", "https"}:
        raise MissingValue(f"{design.key}: the verification address is no web address")


def _shown(value: object, language: str) -> object:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _clean(format_date(value, "d MMMM y", locale=language))
    if isinstance(value, bool):
        return value
    if isinstance(value, (list, tuple)):
        return [_shown(one, language) for one in value]
    return "" if value is None else _clean(str(value))


def _clean(text: str) -> str:
    """Return `text` composed (NFC), on one line, without control characters and without changes of direction."""
    kept = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    plain = "".join(
        x for x in kept if x not in _ORDER_CHANGING and unicodedata.category(x) not in {"Cc", "Cs", "Co", "Cn"}
    )
    return " ".join(plain.split(" ")).strip()


def _check_letters(design: Design, shown: Mapping[str, object]) -> None:
    for name, value in shown.items():
        letters = unprintable(_flat(value), design.faces)
        if letters:
            raise Unprintable(f"{design.key}: {name} holds {' '.join(f'U+{ord(x):04X}' for x in sorted(letters))}")


def _cleaned(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _cleaned(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value if isinstance(value, (bool, int, float)) else _clean(str(value))


def _texts(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [_texts(one) for one in value.values()]
    return [_texts(one) for one in value] if isinstance(value, list) else [value]


def _flat(value: object) -> str:
    return "".join(map(_flat, value)) if isinstance(value, list) else str(value)


def _fit_classes(design: Design, shown: Mapping[str, object]) -> dict[str, str]:
    return {field: _fit_class(field, step(str(shown[field]), fit)) for field, fit in design.fits.items()}


def _fit_class(field: str, index: int) -> str:
    return f"fit-{field.replace('_', '-')}-{index}"


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]


def _right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs right to left (UAX #9, rule P2)."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
