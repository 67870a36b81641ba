"""A person's transcript as plain values: certificates, examinations, courses with their modules and hours (O28)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from babel import Locale
from babel.dates import format_date

from app.accreditation.domain.disclosure import Disclosure, disclosure_of
from app.accreditation.domain.judged import percent_shown
from app.accreditation.domain.wording import in_language
from app.accreditation.issuer import Issuer
from app.accreditation.queries import CredentialRecord, credentials_of
from app.accreditation.statement_queries import statements_by_id
from app.accreditation.transcript_words import Words, transcript_words
from app.assessment.queries import ReleasedAttempt, released_attempts
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import outline_of
from app.identity.queries import PersonCard, person_card
from app.learning.queries import Standing, standings_of

RIGHT_TO_LEFT = frozenset({"ar"})
_HOUR = 60


def transcript_values(
    connection: sa.Connection, person_id: str, language: str, on: date, issuer: Issuer
) -> dict[str, Any]:
    """Return what a transcript of the day `on` prints; it names nobody who has a cover name or such a certificate.

    Raises LookupError where there is no such person.
    """
    card = person_card(connection, person_id)
    if card is None:
        raise LookupError(person_id)
    words, held = transcript_words()[language], credentials_of(connection, person_id)
    texts = statements_by_id(connection, [one.id for one in held]) if held else {}
    statements = {key: json.loads(text) for key, text in texts.items()}
    protected = card.covered or any(disclosure_of(one) is Disclosure.PROTECTED for one in statements.values())
    studied = [(one, _outline(connection, one, language)) for one in standings_of(connection, person_id)]
    versions = [_versions(connection, one, outline, language) for one, outline in studied]
    followed = [pair for pairs in versions for pair in pairs]
    minutes = sum(max(_minutes(*pair) for pair in pairs) for pairs in versions)
    return {
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "words": dict(words),
        "issuer": issuer.name,
        "specimen": words["specimen"] if issuer.demo else "",
        **_holder(card, language, words, protected=protected),
        "as_of": words["as_of"].format(day=_day(on, language)),
        "what": _around(words["what"], f"{issuer.base_url}/verify"),
        "certificates": [_certificate(one, statements[one.id], language, words, on) for one in held],
        "attempts": _attempts(connection, released_attempts(connection, person_id), followed, language, words),
        "courses": [_course(one, outline, language, words) for one, outline in followed],
        "whole": words["whole"].format(time=_time(minutes, words)),
    }


def transcript_key(values: Mapping[str, Any]) -> str:
    """Return the name of a transcript: the same record gives the same one, so that asking twice prints once."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def _around(words: str, address: str) -> list[str]:
    """An address runs left to right whatever stands round it, so it is printed as a part of its own."""
    before, _, after = words.partition("{address}")
    return [before, address, after]


def _holder(card: PersonCard, language: str, words: Words, *, protected: bool) -> dict[str, str]:
    if protected:
        named = {"holder_name": words["protected_name"], "holder_original": "", "holder_line": ""}
        return named | {"original_dir": "ltr"}
    original = card.name_original or ""
    country = Locale(language).territories.get(card.country, card.country)
    separator = "، " if language in RIGHT_TO_LEFT else ", "
    return {
        "holder_name": card.name,
        "holder_original": original,
        "original_dir": "rtl" if any("\u0590" <= letter <= "\u08ff" for letter in original) else "ltr",
        "holder_line": separator.join(part for part in (card.rank, card.agency_name, country) if part),
    }


def _certificate(
    one: CredentialRecord, statement: Mapping[str, Any], language: str, words: Words, on: date
) -> dict[str, str]:
    scheme = statement["scheme"]
    return {
        "title": in_language(scheme.get("titles") or scheme["title"], language),
        "number": one.number,
        "issued": _day(one.issued_on, language),
        "until": _day(one.valid_until, language),
        "state": words[one.state(on).value],
    }


def _attempts(
    connection: sa.Connection,
    attempts: Sequence[ReleasedAttempt],
    studied: list[tuple[Standing, CourseOutline]],
    language: str,
    words: Words,
) -> list[dict[str, str]]:
    """Examinations alone: practice is for learning, and is nobody else's matter. Each as the version sat calls it."""
    courses = {outline.course for _, outline in studied}
    titles = {one.id: _examination(connection, one, language) for one in attempts if one.quiz.split("/")[0] in courses}
    return [
        {
            "title": titles[one.id],
            "day": _day(one.submitted_at, language),
            "score": f"{percent_shown(one.score)} %",
            "result": words["passed" if one.passed else "not_passed"],
        }
        for one in sorted(attempts, key=lambda one: one.submitted_at)
        if titles.get(one.id)
    ]


def _examination(connection: sa.Connection, attempt: ReleasedAttempt, language: str) -> str:
    """Return what was sat, or nothing for another kind of quiz."""
    outline = outline_of(connection, attempt.edition, language)
    sat = outline.by_key(attempt.quiz.split("/")[1]) if outline else None
    return f"{outline.title}: {sat.title}" if outline and sat and sat.examination else ""


def _versions(
    connection: sa.Connection, standing: Standing, outline: CourseOutline, language: str
) -> list[tuple[Standing, CourseOutline]]:
    """A course is printed with the version that was completed; one moved to since is under way until it is done."""
    if not standing.earlier:
        return [(standing, outline)]
    completed = _outline(connection, replace(standing, version_id=standing.earlier), language)
    under_way = [(replace(standing, completed_at=None), outline)] if standing.state == "active" else []
    return [(standing, completed), *under_way]


def _course(standing: Standing, outline: CourseOutline, language: str, words: Words) -> dict[str, Any]:
    ended = standing.completed_at
    parts = (
        words["version"].format(number=outline.number),
        words["joined"].format(day=_day(standing.joined_at, language)),
        words["completed"].format(day=_day(ended, language)) if ended else words["under_way"],
    )
    return {
        "title": outline.title,
        "line": " · ".join(parts),
        "modules": [
            {
                "title": module.title,
                "time": _time(module.minutes, words),
                "state": words["done" if standing.has_done(module) else "open"],
            }
            for module in outline.modules
        ],
    }


def _minutes(standing: Standing, outline: CourseOutline) -> int:
    return sum(module.minutes for module in outline.modules if standing.has_done(module))


def _outline(connection: sa.Connection, standing: Standing, language: str) -> CourseOutline:
    outline = outline_of(connection, standing.version_id, language)
    if outline is None:
        raise LookupError(standing.version_id)
    return outline


def _time(minutes: int, words: Words) -> str:
    hours, rest = divmod(minutes, _HOUR)
    return words["time"].format(hours=hours, minutes=rest)


def _day(day: date | datetime, language: str) -> str:
    plain = day.date() if isinstance(day, datetime) else day
    return format_date(plain, "d MMMM y", locale=language)
