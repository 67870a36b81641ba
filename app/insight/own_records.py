"""What insight holds about a person, for their own copy (O34); answers are not held of anybody."""

from __future__ import annotations

from app.foundation.own_records import own_records
from app.foundation.words import N_
from app.insight.models import FollowUp, OfficerQuote

OWN_RECORDS = (
    own_records(
        "follow-ups",
        N_("Questions three and six months after a certificate: whether you answered, never what"),
        FollowUp,
        FollowUp.person_id,
        subjects=("follow-up",),
    ),
    own_records(
        "words-for-partners",
        N_("Words that you offered to partners"),
        OfficerQuote,
        FollowUp.person_id,
        through=(FollowUp,),
        subjects=("quote",),
    ),
)
