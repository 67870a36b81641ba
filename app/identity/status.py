"""What identity adds to the operator's status page."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.audit.pages import Line
from app.foundation.words import N_
from app.identity.passkey_queries import staff_need_one_from, staff_without_passkey
from app.identity.unreachable_queries import unreachable_counts


def unreachable_line(connection: sa.Connection, now: datetime) -> Line:
    """Return at how many people's addresses letters do not arrive; new ones want a look."""
    title = N_("Addresses that letters do not reach")
    everybody, today = unreachable_counts(connection, now)
    if not everybody:
        return Line(title, "good", N_("None is known. What comes back as a letter is read by ./provost mail bounced."))
    says = N_(
        "%(all)s, of them since yesterday: %(day)s. These people are told in the house, their coordinators see it."
    )
    advice = N_("Many at once: see whether your mail server or its address is on a list of senders that others refuse.")
    return Line(title, "watch" if today else "good", says, {"all": everybody, "day": today}, advice if today else "")


def passkeys_line(connection: sa.Connection, now: datetime) -> Line:
    """Return how many of the staff have no passkey: to be looked at while no day is set from which they need one."""
    title, without, day = (
        N_("Passkeys of staff"),
        staff_without_passkey(connection, now),
        staff_need_one_from(connection),
    )
    if day is not None:
        says = N_("Needed from %(day)s. Without one: %(n)s.")
        return Line(title, "good", says, {"day": day, "n": without})
    if not without:
        return Line(title, "good", N_("Everyone with a staff role has one."))
    advice = N_("Set the day from which staff need one (Settings); a password and a code can be tricked out of people.")
    return Line(
        title, "watch", N_("Without one: %(n)s. No day is set from which it is needed."), {"n": without}, advice
    )
