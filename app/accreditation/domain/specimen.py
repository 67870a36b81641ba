"""A specimen of a certificate: what one would say under a profile, of nobody, under a number that is none."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.issuer_profile import Profile, profile_record
from app.accreditation.domain.number import make_number
from app.accreditation.domain.requirements import Judgement
from app.accreditation.domain.scheme import Scheme, valid_until
from app.accreditation.domain.statement import make_statement

_HOLDER = {"name": "Name Surname", "name_original": "", "rank": "Rank", "agency": "Agency", "country": "Country"}
_NO_SCHEME = Scheme(
    key="specimen",
    title="Name of the accreditation",
    kind="knowledge",
    number=1,
    valid_months=36,
    design="alliance",
    statement="has shown what this accreditation asks",
    requirements={"identity-confirmed": {}},
)


def specimen_statement(profile: Profile, scheme: Scheme | None, today: date) -> dict[str, Any]:
    """Return the statement of a specimen, marked as one; without a scheme it names none."""
    shown = scheme or _NO_SCHEME
    number = make_number(lambda length: bytes(length))
    statement = make_statement(
        number=number,
        holder=_HOLDER,
        scheme=shown,
        judgement=Judgement(True, ()),
        evidence=Evidence(),
        issuer=profile.name,
        verify_url=f"{profile.verify_address}/verify/{number}",
        issued_on=today,
        valid_until=valid_until(today, shown.valid_months),
        specimen=True,
    )
    return statement | {"issuer_profile": profile_record(profile)}
