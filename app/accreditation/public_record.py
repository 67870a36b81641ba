"""What strangers are told of a credential: one record without a name, for the page and for programs alike (A18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.life import GROUNDS, CredentialState
from app.accreditation.domain.requirements import judge
from app.accreditation.queries import CheckedCredential
from app.accreditation.services.gathering import course_titles
from app.accreditation.shown import KINDS, LEVELS, asked_of_holders
from app.web.visit import Visit

_WITH_REASON = {CredentialState.SUSPENDED, CredentialState.WITHDRAWN, CredentialState.SUPERSEDED}
PUBLIC_REASONS = {key: said for classes in GROUNDS.values() for key, said in classes.items()}
"""Class of the reason → what the public is told of it; the words of staff stay with staff."""


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """The answer of the register. There is no field here that could hold who holds it."""

    number: str
    status: str
    scheme: str
    title: str
    kind: str
    kind_label: str
    level: str
    issued_on: date
    valid_until: date
    scheme_version: int
    specimen: bool
    sha256: str | None
    changed_at: datetime
    reason: str | None
    reason_label: str
    imported: bool
    entered_on: date
    asked: tuple[Markup, ...]


def public_record(visit: Visit, found: CheckedCredential) -> PublicRecord:
    """Return what may be told of a credential today."""
    credential = found.credential
    status = credential.state(visit.now.date())
    reason = found.grounds if status in _WITH_REASON else None
    return PublicRecord(
        number=credential.number,
        status=status.value,
        scheme=credential.scheme,
        title=credential.title,
        kind=credential.kind,
        kind_label=KINDS[credential.kind],
        level=LEVELS[credential.kind],
        issued_on=credential.issued_on,
        valid_until=credential.valid_until,
        scheme_version=credential.scheme_number,
        specimen=credential.specimen,
        sha256=credential.sha256,
        changed_at=found.changed_at,
        reason=reason,
        reason_label=PUBLIC_REASONS.get(reason or "", ""),
        imported=credential.origin == "imported",
        entered_on=credential.created_at.date(),
        asked=_asked(visit, found),
    )


def _asked(visit: Visit, found: CheckedCredential) -> tuple[Markup, ...]:
    titles = course_titles(visit.read, found.credential.scheme_version_id, found.scheme)
    return asked_of_holders(visit, judge(found.scheme.requirements, Evidence()), titles)


def for_programs(record: PublicRecord) -> dict[str, object]:
    """Return the record as JSON values; the names of the fields are a promise to other systems."""
    return {
        "number": record.number,
        "status": record.status,
        "scheme": record.scheme,
        "title": record.title,
        "kind": record.kind,
        "issued_on": record.issued_on.isoformat(),
        "valid_until": record.valid_until.isoformat(),
        "scheme_version": record.scheme_version,
        "specimen": record.specimen,
        "sha256": record.sha256,
        "changed_on": record.changed_at.date().isoformat(),
        "reason": record.reason,
    }
