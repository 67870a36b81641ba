"""The columns that statistics are made of, with what they mean; sheets explain themselves with these words."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.statistic import StatisticColumn

PERIOD = StatisticColumn("period", N_("Quarter"), N_("The quarter at whose end the officers were counted."))
COURSE = StatisticColumn("course", N_("Course"), N_("The key of the course; empty for all courses together."))
COUNTRY = StatisticColumn(
    "country",
    N_("Country"),
    N_("Country of the officer’s agency, two letters of ISO 3166-1; “other” is every country a column does not name."),
)
OUTCOME = StatisticColumn("outcome", N_("Outcome"), N_("What officers can do after the course, by its key."))
OFFICERS = StatisticColumn("officers", N_("Officers"), N_("Officers behind the figure, in whole tens."))
RIGHT = StatisticColumn(
    "right",
    N_("Right"),
    N_("How many in a hundred of the marks on the outcome officers earned at their first try."),
)
GAIN_COLUMNS = (
    StatisticColumn("before", N_("Before"), N_("Mean score in the pre-test, in hundredths.")),
    StatisticColumn("after", N_("After"), N_("Mean score of the same officers in the post-test, in hundredths.")),
    StatisticColumn("gain", N_("Gain"), N_("Mean of each officer’s second score less the first, in hundredths.")),
    StatisticColumn("low", N_("At least"), N_("Lower end of the 95 % interval of the mean gain.")),
    StatisticColumn("high", N_("At most"), N_("Upper end of the 95 % interval of the mean gain.")),
)
RETENTION_COLUMNS = (
    *GAIN_COLUMNS[:2],
    StatisticColumn(
        "later", N_("90 days later"), N_("Mean score of the same officers 90 days after the course, in hundredths.")
    ),
    StatisticColumn(
        "gain", N_("Kept"), N_("Mean of each officer’s score 90 days later less that of the pre-test, in hundredths.")
    ),
    *GAIN_COLUMNS[3:],
)
ANSWER_COLUMNS = (
    StatisticColumn(
        "question",
        N_("Question"),
        N_("“answered”: who answered; “used”: was it used at work; “helped”: what helped, any number."),
    ),
    StatisticColumn("answer", N_("Answer"), N_("The answer by its key; empty for all who answered.")),
)
GRANT = StatisticColumn("grant", N_("Grant"), N_("The code of the grant."))
COST_COLUMNS = (
    StatisticColumn("amount", N_("Amount"), N_("What was granted, in whole units of the currency.")),
    StatisticColumn("currency", N_("Currency"), N_("Three letters of ISO 4217.")),
    StatisticColumn("first", N_("From"), N_("The first quarter of the grant.")),
    StatisticColumn("last", N_("Until"), N_("The last quarter of the grant.")),
    StatisticColumn(
        "certified",
        N_("Certified"),
        N_("Officers certified in the grant’s quarters, up to this one: the difference of two figures of the funnel."),
    ),
    StatisticColumn("cost", N_("Cost per officer"), N_("The amount over those officers, in whole units.")),
)
COUNTED_STAGES = (
    StatisticColumn(
        "nominated",
        N_("Nominated"),
        N_("Officers whom an agency nominated for the course; none for a course that is open to join."),
    ),
    StatisticColumn("enrolled", N_("Enrolled"), N_("Officers who joined the course since it began.")),
    StatisticColumn("started", N_("Started"), N_("Officers who did or opened a first lesson or quiz.")),
    StatisticColumn("finished", N_("Finished"), N_("Officers who did every lesson and passed every practice quiz.")),
    StatisticColumn("sat", N_("Sat the examination"), N_("Officers who handed in an examination of the course.")),
    StatisticColumn("passed", N_("Passed"), N_("Officers who passed every examination of the course.")),
    StatisticColumn("certified", N_("Certified"), N_("Officers who were granted a certificate resting on the course.")),
)
VALID = StatisticColumn(
    "valid", N_("Still valid"), N_("Officers whose certificate was in force on the last day of the quarter.")
)
STAGES = (*COUNTED_STAGES, VALID)
STAGE_OF = {stage.key: stage for stage in STAGES}
