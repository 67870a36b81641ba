"""Numbers, countries and quarters in one language, for pages, sheets' previews and printed reports."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from app.foundation.words import N_
from app.insight.domain.by_country import OTHER
from app.insight.domain.quarters import Quarter

QUARTER = N_("Q%(number)s %(year)s")
FEW = N_("fewer than 10")


class Words:
    """The words of one language; `translate` is its gettext."""

    def __init__(self, locale: Locale, translate: Callable[..., str]) -> None:
        self.locale = locale
        self._translate = translate

    def text(self, text: str, **values: object) -> str:
        """Return a sentence in this language as plain text: what prints it escapes it."""
        return Markup(self._translate(text, **values)).unescape()  # noqa: S704 - the catalogue escapes what it fills in

    def number(self, officers: int | None) -> str | None:
        """Return the number as it is written; None stays None."""
        return None if officers is None else format_decimal(officers, locale=self.locale)

    @property
    def few(self) -> str:
        """What stands where a figure would be smaller than ten."""
        return self.text(FEW)

    def written(self, officers: int | None) -> str:
        """Return the number as it is written, or that there are fewer than ten."""
        return self.number(officers or None) or self.few

    def money(self, amount: int, currency: str) -> str:
        """Return a whole amount as it is written, with the currency's letters."""
        return f"{currency} {format_decimal(amount, locale=self.locale)}"

    def percent(self, hundredths: int | None) -> str | None:
        """Return a share as it is written; None stays None."""
        return None if hundredths is None else format_percent(hundredths / 100, locale=self.locale)

    def country(self, code: str) -> str | None:
        """Return the country's name, its code where there is none, None for all other countries together."""
        return None if code == OTHER else self.locale.territories.get(code, code)

    def quarter(self, quarter: Quarter) -> str:
        """Return the quarter's short name."""
        return self.text(QUARTER, number=quarter.number, year=str(quarter.year))
