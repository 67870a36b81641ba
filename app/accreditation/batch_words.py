"""The words of cohorts: why somebody gets no certificate, and how a batch stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from app.accreditation.desk_words import bar_words
from app.accreditation.domain.cohort import Hindrance, Why
from app.accreditation.domain.parting import Bar
from app.accreditation.domain.requirements import Judgement
from app.accreditation.shown import Titles, requirement_rows
from app.foundation.words import N_
from app.web.locales import gettext_for
from app.web.visit import Visit

WHY: Mapping[Why, str] = {
    Why.HOLDS: N_("Holds it already:"),
    Why.NOT_MET: N_("Not met:"),
    Why.NOT_REVIEWED: N_("No expert has reviewed the course yet, so nothing real may be certified on it."),
    Why.DEFERRED: N_("More was asked of this officer, and it has not come."),
    Why.DECIDED: N_("Refused before on the same evidence."),
    Why.PROPOSED: N_("A colleague's decision on this case waits for a second person."),
    Why.CLAIMED: N_("A colleague works on this case."),
    Why.ALONE: N_("This case asks to be decided by itself: open it in the queue."),
    Why.BARRED: N_("Who asks may not decide on this officer:"),
    Why.SECOND_BARRED: N_("The second person may not decide on this officer:"),
    Why.CHANGED: N_("The evidence or the rules changed since this was asked for: look at the case in the queue."),
    Why.FAILED: N_("Something in this record failed on our side: an operator finds it in the log."),
}
STATES: Mapping[str, str] = {"proposed": "waiting", "running": "in-progress", "done": "done", "dropped": "closed"}
"""State of a batch → the state word of its tag."""
LISTS: Mapping[str, tuple[str, ...]] = {
    "all": ("granted", "refused", "waiting"),
    "granted": ("granted",),
    "refused": ("refused",),
}
LIST_NAMES: Mapping[str, str] = {
    "all": N_("Everyone"),
    "granted": N_("Granted"),
    "refused": N_("Left out"),
}


def why_lines(visit: Visit, one: Hindrance, titles: Titles) -> tuple[Markup, ...]:
    """Return why somebody is left out: the class of the reason, then each requirement that is missing, each bar."""
    say: Callable[..., Any] = gettext_for(visit.locale)[0]
    missing = requirement_rows(visit, Judgement(False, one.missing), titles)
    day: Callable[[Any], Markup] = visit.parts["renderer"].environment(visit.locale).filters["day"]
    return (
        say(WHY[one.why]),
        *(Markup("{} – {}").format(row.title, row.lines[0]) for row in missing),  # noqa: S704 - both are escaped
        *(say(bar_words(bar), day=_until(bar, day)) for bar in one.bars),
    )


def _until(bar: Bar, day: Callable[[Any], Markup]) -> Markup:
    return day(bar.until) if bar.until else Markup("–")
