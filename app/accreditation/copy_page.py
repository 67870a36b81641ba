"""The languages of the own certificates, as their page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.accreditation.certificate_languages import languages_of
from app.accreditation.copy_queries import languages_made
from app.accreditation.domain.statement import IMPORTED
from app.accreditation.panels import held_by
from app.accreditation.services.copying import OVER
from app.accreditation.statement_queries import statements_by_id
from app.web.locales import language_name
from app.web.visit import Visit

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Languages:
    """Pairs of tag and name: in which languages a certificate can still be asked for, and in which it is made."""

    offered: Named
    made: Named


def other_languages(visit: Visit) -> dict[str, Languages]:
    """Return number → languages, for what was printed here and still stands."""
    today = visit.now.date()
    held = [one for one in held_by(visit) if one.origin != IMPORTED and one.sha256 and one.state(today) not in OVER]
    if not held:
        return {}
    ids = [one.id for one in held]
    texts, made = statements_by_id(visit.read, ids), languages_made(visit.read, ids)
    return {
        one.number: Languages(
            _named(tag for tag in languages_of(texts[one.id]) if tag not in made[one.id]), _named(sorted(made[one.id]))
        )
        for one in held
    }


def _named(tags: Iterable[str]) -> Named:
    return tuple((tag, language_name(tag)) for tag in tags)
