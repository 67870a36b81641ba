"""Whose figures a partner reads, and in which words: what every page of a partner begins with."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.curriculum.outline import CourseOutline
from app.identity.queries import partner_scope
from app.insight.domain.quarters import Quarter, quarters_up_to
from app.insight.impact import Tables
from app.insight.queries import funded_outlines, tables_of
from app.insight.words import Words
from app.web.locales import babel_locale, gettext_for
from app.web.visit import Visit

LOOKED_BACK = 9
"""Quarters that a page compares: its own, and those back to the one before the same quarter of the year before."""


def partner_of(visit: Visit) -> str:
    """Return the key of the partner whose figures this person may read; empty where none is set."""
    return partner_scope(visit.read, visit.me.id) or ""


def words_of(locale: str) -> Words:
    """Return the words of a language of the pages."""
    return Words(babel_locale(locale), gettext_for(locale)[0])


def outlines_of(visit: Visit, partner: str) -> Mapping[str, CourseOutline]:
    """Return course key → outline of the live courses that the partner funds, in the language of the visit."""
    return funded_outlines(visit.read, partner, visit.locale) if partner else {}


def looked_back(
    connection: sa.Connection, partner: str, quarter: Quarter, periods: Mapping[str, str]
) -> dict[str, Tables]:
    """Return period → tables of the quarter and of those that it is compared with, as far as they were published."""
    quarters = [one.key for one in quarters_up_to(quarter, LOOKED_BACK) if one.key in periods]
    return {key: tables_of(connection, partner, key, periods[key]) for key in quarters}
