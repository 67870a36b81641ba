"""What accreditation shows on an officer's home and result page: requirements by scheme, and own certificates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import g
from markupsafe import Markup

from app.accreditation.deadlines import SAID, to_keep
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.life import CredentialState, LifeEvent, standing_suspension
from app.accreditation.domain.renewal import RenewalWindow
from app.accreditation.domain.requirements import Judgement, judge
from app.accreditation.evidence_queries import practice_of
from app.accreditation.issuer import Issuer
from app.accreditation.paths import in_transition, newest_held, path_in, window_of
from app.accreditation.queries import CredentialRecord, Holding, SchemeInForce, history_of, holding_of
from app.accreditation.services.gathering import course_titles, evidence_from, with_practice
from app.accreditation.shown import (
    CredentialRow,
    RequirementRow,
    SchemeRows,
    credential_row,
    requirement_rows,
    scheme_rows,
)
from app.assessment.queries import released_attempts
from app.foundation.kept import Kept
from app.learning.queries import Standing, standings_of
from app.web.rendering import Renderer
from app.web.visit import Visit

_printed: Kept[Markup] = Kept(250)
"""Lists as they were printed, each under everything that it hangs on; no name is in them."""


def requirements_panel(visit: Visit, standings: Iterable[Standing] | None = None) -> Markup | None:
    """Return the requirement list of each scheme that is open to the person; the others are one link.

    `standings` spares their reading where they are known. What was judged and printed by the same records on the same
    day is not judged and printed again.
    """
    known = tuple(standings_of(visit.read, visit.me.id) if standings is None else standings)
    return _printed.get(_hung_on(visit, known), lambda: _print_requirements(visit, known))


def _hung_on(visit: Visit, known: Iterable[Standing]) -> tuple[object, ...]:
    """Return what a list of requirements hangs on, as it was read: evidence is made of it only for a new list."""
    holding = _holding(visit)
    studied = tuple((one.course, one.version_id, one.states, one.joined_at, one.completed_at) for one in known)
    return (
        visit.locale,
        visit.now.date(),
        tuple(one.version_id for one in holding.schemes),
        visit.me.identity_confirmed_at,
        studied,
        holding.released,
        holding.practice,
        holding.credentials,
        holding.waiting,
        holding.asked,
    )


def _print_requirements(visit: Visit, known: tuple[Standing, ...]) -> Markup:
    evidence = _evidence(visit, known, summed=True) if _holding(visit).schemes else Evidence()
    judged = [_judged(visit, one, evidence) for one in _holding(visit).schemes]
    shown = tuple(one for one in judged if one.begun)
    return _part(visit, "requirements_panel", schemes=shown, further=len(judged) - len(shown))


def deadlines_panel(visit: Visit, _standings: Iterable[Standing] | None = None) -> Markup | None:
    """Return what the person has to keep by a day, the first one first; None where there is nothing (O7)."""
    windows = {credential.id: window for credential, window, _ in _renewals(visit)}
    rows = to_keep(_holding(visit), windows, visit.now)
    return _part(visit, "deadlines_panel", rows=rows, said=SAID, today=visit.now.date()) if rows else None


def certificates_panel(visit: Visit, _standings: Iterable[Standing] | None = None) -> Markup | None:
    """Return the person's own certificates, newest first; the same rows are printed once."""
    rows = own_credentials(visit)
    return _printed.get((visit.locale, rows), lambda: _part(visit, "certificates_panel", credentials=rows))


def _part(visit: Visit, name: str, **values: Any) -> Markup:
    renderer: Renderer = visit.parts["renderer"]
    return renderer.part(visit.locale, f"accreditation/{name}.html", values=values)


def judged_schemes(visit: Visit) -> tuple[SchemeRows, ...]:
    """Return the schemes in force as judged for the signed-in person."""
    schemes = _holding(visit).schemes
    evidence = _evidence(visit, None) if schemes else Evidence()
    return tuple(_judged(visit, one, evidence) for one in schemes)


def _judged(visit: Visit, found: SchemeInForce, evidence: Evidence) -> SchemeRows:
    titles = {key: course.title for key, course in evidence.courses.items()}
    if not found.scheme.courses <= set(titles):
        titles = {**course_titles(visit.read, found.version_id, found.scheme), **titles}
    shown, judgement = _nearest(found, evidence, visit.now.date())
    titles |= {key: sheet.title for key, sheet in shown.scheme.sheets.items()}
    titles |= {one.scheme.key: one.scheme.title for one in _holding(visit).schemes}
    until = found.scheme.transition.until if found.scheme.transition and shown is not found else None
    since = _holding(visit).waiting.get(found.scheme.key)
    return scheme_rows(visit, shown.scheme, judgement, titles, until, since, _holding(visit).asked)


def _nearest(found: SchemeInForce, evidence: Evidence, today: date) -> tuple[SchemeInForce, Judgement]:
    """Return the version by which the person is nearest to the goal: in a transition it may be the one before."""
    ways = (found, found.earlier) if found.earlier and in_transition(found, evidence, today) else (found,)
    judged = [(one, judge(one.scheme.requirements, evidence)) for one in ways]
    return max(judged, key=lambda way: (way[1].met, way[1].met_count - way[1].asked_count))


def own_credentials(visit: Visit) -> tuple[CredentialRow, ...]:
    """Return the signed-in person's credentials with their state today."""
    issuer: Issuer = visit.parts["issuer"]
    today = visit.now.date()
    windows = {credential.id: window for credential, window, _ in _renewals(visit)}
    held = _holding(visit).credentials
    return tuple(credential_row(one, today, issuer.verify_url(one.number), windows.get(one.id)) for one in held)


def held_by(visit: Visit) -> tuple[CredentialRecord, ...]:
    """Return what the signed-in person holds, newest first."""
    return _holding(visit).credentials


def renewal_rows(visit: Visit) -> dict[str, tuple[RequirementRow, ...]]:
    """Return number → what the renewal of that certificate asks, as far as its window is open."""
    evidence = _evidence(visit, None) if any(window.is_open for _, window, _ in _renewals(visit)) else Evidence()
    titles = {key: course.title for key, course in evidence.courses.items()}
    rows = {}
    for credential, window, found in _renewals(visit):
        path = path_in(found, [credential], evidence, visit.now.date())
        if window.is_open and path:
            judged = judge(path.found.scheme.requirements, path.evidence)
            titles |= {key: sheet.title for key, sheet in found.scheme.sheets.items()}
            rows[credential.number] = requirement_rows(visit, judged, titles, _holding(visit).asked)
    return rows


def own_suspensions(visit: Visit) -> dict[str, LifeEvent]:
    """Return number → the suspension that stands, with its condition; read for what is suspended alone."""
    today = visit.now.date()
    suspended = [one for one in _holding(visit).credentials if one.state(today) is CredentialState.SUSPENDED]
    found = {one.number: standing_suspension(history_of(visit.read, one.id)) for one in suspended}
    return {number: event for number, event in found.items() if event}


def _renewals(visit: Visit) -> list[tuple[CredentialRecord, RenewalWindow, SchemeInForce]]:
    """The newest certificate of each scheme with its window, where there is one."""
    held, today = _holding(visit).credentials, visit.now.date()
    newest = ((newest_held(held, found.scheme.key), found) for found in _holding(visit).schemes)
    windows = ((one, window_of(found, one, today), found) for one, found in newest if one)
    return [(one, window, found) for one, window, found in windows if window]


def _evidence(visit: Visit, standings: Iterable[Standing] | None, *, summed: bool = False) -> Evidence:
    """`summed` spares a statement: of a sheet it knows whether it was passed, not how many criteria were met."""
    person = visit.me
    known = tuple(standings_of(visit.read, person.id) if standings is None else standings)
    attempts = released_attempts(visit.read, person.id) if known else ()
    studied = evidence_from(visit.read, known, attempts, person.identity_confirmed_at)
    holding = _holding(visit)
    practice = holding.practice if summed or not holding.practice else practice_of(visit.read, person.id)
    return with_practice(studied, practice, holding.credentials, visit.now.date())


def _holding(visit: Visit) -> Holding:
    """Read once for all panels of a page."""
    if "accreditation_holding" not in g:
        g.accreditation_holding = holding_of(visit.read, visit.me.id)
    return g.accreditation_holding
