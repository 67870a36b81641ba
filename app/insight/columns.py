"""The columns that statistics are made of, with what they mean; sheets explain themselves with these words."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.statistic import StatisticColumn

COURSE = StatisticColumn("course", N_("Course"), N_("The key of the course."))
COUNTRY = StatisticColumn(
    "country",
    N_("Country"),
    N_("Country of the officer’s agency, two letters of ISO 3166-1; “other” is every country a column does not name."),
)
STARTED = StatisticColumn("started", N_("Started"), N_("Officers who joined the course since it began."))
FINISHED = StatisticColumn(
    "finished", N_("Finished"), N_("Officers who did every lesson and passed every practice quiz.")
)
CERTIFIED = StatisticColumn(
    "certified", N_("Certified"), N_("Officers who were granted a certificate that rests on the course.")
)
