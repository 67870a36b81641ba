"""The demonstration's past: two years of figures with nobody behind them, so that a partner has something to see."""

from __future__ import annotations

from app.cli.demo_story import COURSE, PARTNER
from app.insight.services.demonstrating import MadeUpPast

GRANT_CODE, GRANT_AMOUNT, GRANT_CURRENCY = "DEMO-7", 180_000, "EUR"
"""A made-up grant over the four quarters closed last."""
PAST = MadeUpPast(
    partner=PARTNER,
    course=COURSE,
    totals=(
        ("GH", 164, 158, 121, 112, 98, 93),
        ("MA", 128, 121, 90, 84, 71, 66),
        ("PE", 97, 90, 64, 58, 49, 45),
        ("KE", 61, 58, 38, 33, 29, 26),
        ("SN", 6, 6, 3, 3, 2, 2),
        ("FJ", 9, 9, 7, 7, 6, 5),
    ),
    reached=(8, 17, 27, 38, 51, 62, 75, 88, 100),
    right={
        "recognise": 89, "principles": 86, "record": 77, "decide": 68, "preserve": 81, "hand-over": 84, "complaint": 91,
    },
    scores=(48, 73),
    later=67,
    answers={
        "answered": 96, "used:often": 58, "used:once": 24, "used:not-yet": 14, "helped:lessons": 61,
        "helped:practice": 47, "helped:examination": 22, "helped:practical": 18, "helped:certificate": 33,
    },
    answers_six={
        "answered": 64, "used:often": 45, "used:once": 13, "used:not-yet": 6, "helped:lessons": 38,
        "helped:practice": 31, "helped:examination": 11, "helped:practical": 14, "helped:certificate": 27,
    },
)  # fmt: skip
"""Officers in the closed quarters before the demonstration was made, and how they did: demo figures."""
