"""Last seen: kept after the answer has gone, at most once a minute, so that a GET never writes."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from werkzeug.wrappers import Response

from app.foundation.errors import Busy
from app.identity.services.browser_sessions import note_seen
from app.identity.sessions import SEEN_EVERY, SignedInPerson
from app.web.visit import Visit, this_visit


def keep_seen(response: Response) -> Response:
    """Ask for the session's last-seen time to be written once this answer has gone; the factory calls it on each."""
    visit = this_visit()
    person = cast("SignedInPerson | None", visit.person)
    if person and visit.now - person.last_seen > SEEN_EVERY:
        visit.after.append(lambda: _note(visit, person.session_hash))
    return response


def _note(visit: Visit, session_hash: str) -> None:
    with suppress(Busy):  # the next page tries again
        visit.write(lambda unit: note_seen(unit, session_hash))
