"""What assessment holds about a person, for their own copy: never a key, nor a mark before it is released (O34)."""

from __future__ import annotations

from app.assessment.models import Attempt, ExtraAttempt, Regrade, ResponseEvent
from app.foundation.own_records import own_records
from app.foundation.words import N_

_IN_USE = "it would tell the answers of questions that are still asked"
_MARKS = ("score", "passed", "redlines_right")
OWN_RECORDS = (
    own_records(
        "attempts",
        N_("Papers you sat: which, when, and how each ended"),
        Attempt,
        Attempt.person_id,
        left_out={
            "form": _IN_USE,
            "result": _IN_USE,
            **dict.fromkeys(_MARKS, "it stands under marks, once it is released"),
        },
        subjects=("attempt",),
    ),
    own_records(
        "marks",
        N_("Marks of papers that were released: the share of all points"),
        Attempt,
        Attempt.person_id,
        only=Attempt.state == "released",
        left_out=dict.fromkeys(
            (one.key for one in Attempt.__table__.columns if one.key not in {"id", "quiz", "number", *_MARKS}),
            "it stands under attempts",
        ),
    ),
    own_records(
        "answers",
        N_("Every answer as it was kept: to which question, when, what you chose or wrote"),
        ResponseEvent,
        Attempt.person_id,
        through=(Attempt,),
    ),
    own_records(
        "extra-attempts",
        N_("Examinations that were opened to you once more"),
        ExtraAttempt,
        ExtraAttempt.person_id,
        subjects=("extra-attempt",),
    ),
    own_records(
        "regrades",
        N_("Papers of yours that were marked again: when, and whether the new marks stand"),
        Regrade,
        Attempt.person_id,
        through=(Attempt,),
        left_out=dict.fromkeys(("form", "before", "after"), _IN_USE),
    ),
)
