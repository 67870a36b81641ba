"""What learning holds about a person, for their own copy (O34)."""

from __future__ import annotations

from app.foundation.own_records import own_records
from app.foundation.words import N_
from app.learning.models import Enrolment, Nomination, Progress

OWN_RECORDS = (
    own_records("enrolments", N_("Courses you joined"), Enrolment, Enrolment.person_id, subjects=("enrolment",)),
    own_records(
        "progress",
        N_("What you opened and finished in them"),
        Progress,
        Enrolment.person_id,
        through=(Enrolment,),
    ),
    own_records(
        "nominations",
        N_("Courses you were nominated for, with reasons and answers"),
        Nomination,
        Nomination.person_id,
        subjects=("nomination",),
    ),
)
