"""A coordinator has officers renew: they join the courses that the renewal names, and are told once (O30, X1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from app.accreditation.domain.renewal import renewal_window, why_not_renewed
from app.accreditation.expiring_queries import EndingCredential, credentials_of_subtree
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.queries import live_course
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor, of_person
from app.identity.services.messaging import tell
from app.learning.queries import standing_in
from app.learning.services.enrolling import enrol_in


@dataclass(frozen=True, slots=True)
class AskedToRenew:
    """What came of it: why not (empty where it could be), told now or before, titles of courses joined and not joined.

    `nomination` are courses that take officers by nomination only, `first` those that others must come before.
    """

    credential: EndingCredential
    why_not: str = ""
    told: bool = False
    joined: tuple[str, ...] = field(default=())
    nomination: tuple[str, ...] = field(default=())
    first: tuple[str, ...] = field(default=())


def ask_to_renew(unit: Unit, numbers: Collection[str], agency_path: str, actor: Actor) -> tuple[AskedToRenew, ...]:
    """Enrol the holders of these credentials in what their renewal names and tell them; doing it again adds nothing."""
    schemes = {found.scheme.key: found for found in schemes_in_force(unit.connection)}
    held = credentials_of_subtree(unit.connection, agency_path, unit.now, numbers)
    return tuple(_asked(unit, one, schemes.get(one.scheme), actor) for one in held)


def asked_key(credential_id: str) -> str:
    """Return the key under which a holder is told once that the agency asks for the renewal."""
    return f"renewal-asked:{credential_id}"


def _asked(unit: Unit, one: EndingCredential, found: SchemeInForce | None, actor: Actor) -> AskedToRenew:
    rules = found.scheme.renewal if found else None
    window = renewal_window(rules, one.valid_until, unit.now.date()) if rules else None
    why_not = why_not_renewed(window, one.suspended)
    if found is None or why_not:
        return AskedToRenew(one, why_not or "none")
    outcomes = {course: _joined(unit, one.person_id, course, actor) for course in sorted(found.scheme.renewal_courses)}
    told = tell(
        unit, one.person_id, "renewal-asked", asked_key(one.id), title=one.title, day=one.valid_until.isoformat()
    )
    joined = [course for course, (outcome, _) in outcomes.items() if outcome == "enrolled"]
    if told or joined:
        subject = of_person(one.person_id)
        record(unit, AuditTag.RENEWAL_ASKED, actor=actor.id, role=actor.role, subject=subject,
               number=one.number, courses=joined)  # fmt: skip
    named = {kind: tuple(title for outcome, title in outcomes.values() if outcome == kind)
             for kind in ("enrolled", "nomination", "first")}  # fmt: skip
    return AskedToRenew(one, "", told, named["enrolled"], named["nomination"], named["first"])


def _joined(unit: Unit, person_id: str, course: str, actor: Actor) -> tuple[str, str]:
    live = live_course(unit.connection, course)
    if live is None:
        return "gone", course
    if standing_in(unit.connection, person_id, course):
        return "already", live.outline.title
    outcome = enrol_in(unit, person_id, live, actor) if live.open_to_join else "nomination"
    return outcome, live.outline.title
