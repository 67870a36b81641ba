"""Status lists: a new signed version when somebody's standing changed, and one each day so that its date is fresh."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

from app.accreditation.domain.status_list import Purpose, decoded, list_credential, list_url, set_indices
from app.accreditation.models import StatusList
from app.accreditation.proof_queries import PublishedList, marked_places, newest_list
from app.accreditation.signing.data_integrity import with_proof
from app.accreditation.signing.signer import Signer
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.ids import new_id
from app.foundation.transaction import Unit

DAILY = timedelta(hours=24)


def publish_list(unit: Unit, status_list: int, purpose: Purpose, signer: Signer, *, base_url: str, issuer: str) -> bool:
    """Publish a new version of a list if its bits changed or the newest is a day old; False where neither holds."""
    places = marked_places(unit.connection, status_list, unit.now.date())[purpose]
    newest = newest_list(unit.connection, status_list, purpose)
    if newest and unit.now - newest.made_at < DAILY and places_of(newest) == places:
        return False
    url = list_url(base_url, status_list, purpose)
    listed = list_credential(url, purpose, places, issuer, unit.now)
    content = json.dumps(with_proof(listed, signer, issuer=issuer, at=unit.now), ensure_ascii=False, indent=1)
    row = _row(unit, status_list, purpose, newest.number + 1 if newest else 1, content)
    unit.session.add(row)
    unit.session.flush()
    record(
        unit,
        AuditTag.STATUS_LIST_PUBLISHED,
        actor=SYSTEM,
        subject=f"{status_list}/{purpose.value}",
        number=row.number,
        set=len(places),
        sha256=row.sha256,
        key=signer.key_id,
    )
    return True


def places_of(published: PublishedList) -> tuple[int, ...]:
    """Return the places that are set in a published list."""
    return set_indices(decoded(json.loads(published.content)["credentialSubject"]["encodedList"]))


def _row(unit: Unit, status_list: int, purpose: Purpose, number: int, content: str) -> StatusList:
    return StatusList(
        id=new_id(),
        list=status_list,
        purpose=purpose.value,
        number=number,
        content=content,
        sha256=sha256(content.encode()).hexdigest(),
        made_at=unit.now,
    )
