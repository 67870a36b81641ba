"""The path on which somebody is judged in a scheme: the first grant, a renewal in its window, or all of it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.life import CredentialState, is_suspended
from app.accreditation.domain.renewal import Phase, RenewalWindow, evidence_since, renewal_window
from app.accreditation.domain.transition import under_way
from app.accreditation.queries import CredentialRecord, SchemeInForce


@dataclass(frozen=True, slots=True)
class Path:
    """The scheme with the requirements of this path, the evidence that counts on it, its cycle, and what it renews."""

    found: SchemeInForce
    evidence: Evidence
    cycle: int = 1
    renews: CredentialRecord | None = None


def newest_held(held: Iterable[CredentialRecord], scheme: str) -> CredentialRecord | None:
    """Return the newest edition of the newest cycle that is held in a scheme."""
    same = [one for one in held if one.scheme == scheme]
    return max(same, key=lambda one: (one.cycle, one.edition), default=None)


def window_of(found: SchemeInForce, newest: CredentialRecord, today: date) -> RenewalWindow | None:
    """Return the renewal window of a credential; None without renewal rules, and for what is withdrawn or suspended."""
    rules = found.scheme.renewal
    counts = newest.state(today) in {CredentialState.VALID, CredentialState.EXPIRED} and not is_suspended(newest.events)
    return renewal_window(rules, newest.valid_until, today) if rules and counts else None


def path_in(found: SchemeInForce, held: Iterable[CredentialRecord], evidence: Evidence, today: date) -> Path | None:
    """Return how a person is judged in a scheme today; None where they hold it and nothing is to be renewed.

    In the window the shorter requirements count, after the grace all of them, both on what was done since (O30).
    """
    newest = newest_held(held, found.scheme.key)
    if newest is None:
        return Path(found, evidence)
    window, rules = window_of(found, newest, today), found.scheme.renewal
    if rules is None or window is None or window.phase is Phase.BEFORE:
        return None
    counted = evidence_since(evidence, newest.issued_on, window.opens_on)
    shorter = replace(found, scheme=replace(found.scheme, requirements=rules.requirements))
    return Path(shorter if window.is_open else found, counted, newest.cycle + 1, newest)


def paths_in(
    found: SchemeInForce, held: Iterable[CredentialRecord], evidence: Evidence, today: date
) -> tuple[Path, ...]:
    """Return the ways in which a person may be judged in a scheme today, that of the version in force first.

    While its transition lasts, whoever was under way under the version before may still be judged by that.
    """
    kept = tuple(held)
    open_to = (found, found.earlier) if found.earlier and in_transition(found, evidence, today) else (found,)
    return tuple(path for one in open_to if (path := path_in(one, kept, evidence, today)))


def in_transition(found: SchemeInForce, evidence: Evidence, today: date) -> bool:
    """Whether the version before still counts for the person today: they had begun before the one in force came."""
    transition, since = found.scheme.transition, found.since
    return (
        transition is not None
        and since is not None
        and today <= transition.until
        and under_way(found.scheme.courses, evidence, since)
    )


def path_of_case(
    found: SchemeInForce, held: Iterable[CredentialRecord], evidence: Evidence, cycle: int, opened_on: date
) -> Path:
    """Return the path that a case of `cycle` was opened on: it stays that of its day, however long the desk takes."""
    path = path_in(found, held if cycle > 1 else (), evidence, opened_on)
    return path if path and path.cycle == cycle else Path(found, evidence, cycle)
