"""The words of the board's report; translated where it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.words import N_


@dataclass(frozen=True, slots=True)
class Headed:
    """What stands over a chart or a table."""

    title: str
    caption: str
    columns: tuple[str, ...] = ()
    hint: str = ""


TITLE = N_("Impact of your support")
COUNTED = N_("counted from the beginning of each course to %(day)s")
SPECIMEN = N_("Demonstration: the people and figures of this report are not real.")
LEAD = N_(
    "By %(day)s, %(started)s police officers had started a course that you fund; %(finished)s had finished it, "
    "%(certified)s were certified, and %(valid)s hold a valid certificate."
)
YEAR_BEFORE = N_("%(figure)s a year before")
OTHER_COUNTRIES = N_("Other countries")
HARDEST = N_("What officers found hardest")
SHARE = N_("%(share)s of the marks were earned, at the first try.")
LEARNT = N_("What officers learnt")
GAINED = N_("From %(before)s to %(after)s points of 100: %(gain)s more.")
INTERVAL = N_(
    "Mean of %(officers)s officers who took the same test before and after; with 95 %% certainty the gain is "
    "%(low)s to %(high)s points."
)
PASS_RATE = N_("Pass rate")
DASHES = N_(
    "– means: not shown by itself, to protect officers. It counts under other countries, or waits until there "
    "are enough."
)
BARS = {
    "funnel": Headed(N_("From enrolled to certified"), N_("How far officers came"), (N_("Stage"), N_("Officers"))),
    "quarters": Headed(
        N_("By quarter"),
        N_("Officers certified in each quarter"),
        (N_("Quarter"), N_("This year"), N_("Year before")),
    ),
    "countries": Headed(N_("By country"), N_("%(stage)s, by country"), (N_("Country"), N_("Officers"))),
}
BY_COUNTRY = Headed(N_("All stages by country"), N_("Officers by country"))
BY_COURSE = Headed(
    N_("By course"),
    N_("Officers by course"),
    hint=N_(
        "The pass rate is that of officers who sat the examination, worked out of figures as shown, in steps of 5 %."
    ),
)
KEPT = N_("90 days later: %(later)s points of 100, after %(before)s before the course and %(after)s at its end.")
KEPT_INTERVAL = N_(
    "Mean of %(officers)s officers who took all three tests; with 95 %% certainty they know %(low)s to %(high)s points "
    "more than before the course."
)
LATER = N_("Three and six months later")
ANSWERED = N_("After three months %(answered)s certified officers answered. %(used)s.")
ANSWERED_SIX = N_("After six months %(answered)s answered. %(used)s.")
COSTS = N_("Cost per certified officer")
COST = N_("%(cost)s for each officer certified so far.")
COST_OF = N_("%(amount)s over %(certified)s officers, %(quarters)s.")
NO_COST = N_("Fewer than 10 officers were certified in the quarters of this grant so far.")
PROTECTED = (
    N_("How officers are protected"),
    N_(
        "No figure here stands for fewer than 10 officers, and every figure is in whole tens, rounded down: no sum and "
        "no difference of figures says anything of one officer. Small countries are added up."
    ),
    N_("A closed quarter is counted once and never again. Names, agencies and single officers are never shown."),
)
CHECKPOINT = N_("Checkpoint of the tamper-evident log when this report was made: entry %(number)s, with the hash")
