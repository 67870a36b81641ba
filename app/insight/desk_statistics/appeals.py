"""What became of appeals and complaints."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.desk_statistic import DeskStatistic
from app.insight.domain.desk_work import DeskWork, OneAppeal, Row

_KINDS = {"appeal": N_("Appeals"), "complaint": N_("Complaints")}
_ENDED = ("upheld", "dismissed", "answered", "taken-back")


def _rows(work: DeskWork) -> list[Row]:
    return [(kind, *_figures([one for one in work.filed if one.kind == kind], work)) for kind in _KINDS]


def _figures(filed: list[OneAppeal], work: DeskWork) -> tuple[int, ...]:
    ended = [sum(one.step == step for one in filed) for step in _ENDED]
    open_now = [one for one in filed if one.step not in _ENDED]
    return len(filed), *ended, len(open_now), sum(one.answer_by < work.today for one in open_now)


STATISTIC = DeskStatistic(
    name="appeals",
    title=N_("Appeals and complaints"),
    meaning=N_("Those filed in these twelve months, as they stand today."),
    columns=(
        N_("Kind"),
        N_("Filed"),
        N_("Upheld"),
        N_("Dismissed"),
        N_("Answered"),
        N_("Taken back"),
        N_("Open"),
        N_("Open and overdue"),
    ),
    rows=_rows,
    place=4,
    labels=_KINDS,
)
