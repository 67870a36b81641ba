"""Numbers, countries and quarters in one language, for pages, sheets' previews and printed reports."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale
from babel.numbers import format_decimal, format_percent

from app.foundation.words import N_
from app.insight.domain.by_country import OTHER
from app.insight.domain.quarters import Quarter

QUARTER = N_("Q%(number)s %(year)s")
FEW = N_("fewer than 10")


class Words:
    """The words of one language; `translate` is its gettext."""

    def __init__(self, locale: Locale, translate: Callable[..., str]) -> None:
        self._locale = locale
        self.text = translate

    def number(self, officers: int | None) -> str | None:
        """Return the number as it is written; None stays None."""
        return None if officers is None else format_decimal(officers, locale=self._locale)

    def written(self, officers: int | None) -> str:
        """Return the number as it is written, or that there are fewer than ten."""
        return self.number(officers or None) or str(self.text(FEW))

    def percent(self, hundredths: int | None) -> str | None:
        """Return a share as it is written; None stays None."""
        return None if hundredths is None else format_percent(hundredths / 100, locale=self._locale)

    def country(self, code: str) -> str | None:
        """Return the country's name, its code where there is none, None for all other countries together."""
        return None if code == OTHER else self._locale.territories.get(code, code)

    def quarter(self, quarter: Quarter) -> str:
        """Return the quarter's short name."""
        return str(self.text(QUARTER, number=quarter.number, year=str(quarter.year)))
