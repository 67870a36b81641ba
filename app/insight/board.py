"""The board's report as plain values for the press: each word in the reader's language, each bar with its length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date

from app.foundation.words import N_
from app.insight.board_words import (
    ANSWERED,
    ANSWERED_SIX,
    BARS,
    BY_COUNTRY,
    BY_COURSE,
    CHECKPOINT,
    COST,
    COST_OF,
    COSTS,
    COUNTED,
    DASHES,
    GAINED,
    HARDEST,
    INTERVAL,
    KEPT,
    KEPT_INTERVAL,
    LATER,
    LEAD,
    LEARNT,
    NO_COST,
    OTHER_COUNTRIES,
    PASS_RATE,
    PROTECTED,
    SHARE,
    SPECIMEN,
    TITLE,
    YEAR_BEFORE,
)
from app.insight.columns import STAGE_OF
from app.insight.cost_lines import CostLine
from app.insight.follow_up_lines import FollowUpLine
from app.insight.impact import Bar, Impact
from app.insight.words import Words
from app.web.locales import direction

HASH_GROUP = 8


@dataclass(frozen=True, slots=True)
class Issue:
    """What a report says besides its figures: for whom and by whom, in which language, and the log's last anchor."""

    partner: str
    issuer: str
    locale: str
    specimen: bool
    anchored: int | None = None
    anchor_hash: str = ""


def board_values(words: Words, impact: Impact, issue: Issue) -> dict[str, Any]:
    """Return the values of `reports/board/report.html`."""
    say = words.text
    day = format_date(impact.quarter.last_day, "d MMMM y", locale=words.locale)
    started, finished, certified, valid = (figure.shown or words.few for figure in impact.figures)
    return {
        "lang": issue.locale.split("-")[0],
        "dir": direction(issue.locale),
        "title": say(TITLE),
        "partner": issue.partner,
        "issuer": issue.issuer,
        "period": impact.quarter.key,
        "quarter": words.quarter(impact.quarter),
        "counted": say(COUNTED, day=day),
        "specimen": say(SPECIMEN) if issue.specimen else "",
        "lead": say(LEAD, day=day, started=started, finished=finished, certified=certified, valid=valid),
        "figures": [
            {
                "shown": figure.shown or words.few,
                "sentence": say(figure.sentence),
                "earlier": say(YEAR_BEFORE, figure=figure.earlier or words.few),
            }
            for figure in impact.figures
        ],
        "charts": _charts(words, impact),
        "tables": _tables(words, impact),
        "hardest_title": say(HARDEST),
        "hardest": [
            {"course": one.title, "outcome": one.hardest, "share": say(SHARE, share=one.hardest_right)}
            for one in impact.courses
            if one.hardest
        ],
        "gains_title": say(LEARNT),
        "gains": _gains(words, impact),
        "later_title": say(LATER),
        "later": [_later(words, one) for one in impact.follow_ups],
        "costs_title": say(COSTS),
        "costs": [_cost(words, one) for one in impact.costs],
        "protected_title": say(PROTECTED[0]),
        "protected": [say(text) for text in PROTECTED[1:]],
        "checkpoint": say(CHECKPOINT, number=issue.anchored) if issue.anchored else "",
        "checkpoint_hash": _grouped(issue.anchor_hash),
    }


def _gains(words: Words, impact: Impact) -> list[dict[str, str]]:
    """Return what officers learnt by course, then what they still knew 90 days later."""
    say = words.text
    learnt = [
        {
            "course": one.title,
            "says": say(GAINED, before=one.before, after=one.after, gain=one.gain),
            "hint": say(INTERVAL, officers=one.officers, low=one.low, high=one.high),
        }
        for one in impact.gains
    ]
    kept = [
        {
            "course": one.title,
            "says": say(KEPT, later=one.later, before=one.before, after=one.after),
            "hint": say(KEPT_INTERVAL, officers=one.officers, low=one.low, high=one.high),
        }
        for one in impact.kept
    ]
    return [*learnt, *kept]


def _later(words: Words, one: FollowUpLine) -> dict[str, str]:
    used = "; ".join(f"{text}: {figure}" for text, figure, *_ in one.used)
    says = words.text(ANSWERED, answered=one.answered, used=used)
    if one.answered_six:
        used_six = "; ".join(f"{text}: {figures[-1]}" for text, *figures in one.used)
        says += " " + words.text(ANSWERED_SIX, answered=one.answered_six, used=used_six)
    return {"course": one.title, "says": says}


def _cost(words: Words, one: CostLine) -> dict[str, str]:
    named = {"course": f"{one.code}: {one.title}"}
    if one.cost is None:
        return named | {"says": words.text(NO_COST), "hint": ""}
    hint = words.text(COST_OF, amount=one.amount, certified=one.certified, quarters=one.quarters)
    return named | {"says": words.text(COST, cost=one.cost), "hint": hint}


def _charts(words: Words, impact: Impact) -> list[dict[str, Any]]:
    say = words.text
    stage = say(STAGE_OF[impact.charted].title)
    countries = [
        Bar(bar.label or say(OTHER_COUNTRIES), bar.officers, bar.shown) for bar in impact.countries
    ]  # fmt: skip
    drawn: tuple[tuple[str, Sequence[Bar], dict[str, str]], ...] = (
        ("funnel", impact.funnel, {}),
        ("quarters", impact.quarters, {}),
        ("countries", countries, {"stage": stage}),
    )
    return [
        {
            "title": say(BARS[name].title),
            "caption": say(BARS[name].caption, **more),
            "hint": "",
            "columns": [say(column) for column in BARS[name].columns],
            "bars": _lengths(bars),
            "new_page": name == "countries",
        }
        for name, bars, more in drawn
        if any(bar.officers for bar in bars)
    ]


def _lengths(bars: Sequence[Bar]) -> list[Mapping[str, Any]]:
    most = max(1, *(bar.officers for bar in bars), *(bar.earlier for bar in bars))
    return [
        {
            "label": bar.label,
            "shown": bar.shown,
            "long": round(100 * bar.officers / most, 1),
            "was": bar.earlier_shown,
            "was_long": round(100 * bar.earlier / most, 1),
        }
        for bar in bars
    ]


def _tables(words: Words, impact: Impact) -> list[dict[str, Any]]:
    say = words.text
    stages = list(impact.stages)
    courses = [[one.title, *(n or words.few for n in one.shown), one.pass_rate or "–"] for one in impact.courses]
    countries = [[line.name or say(OTHER_COUNTRIES), *(n or "–" for n in line.shown)] for line in impact.country_lines]
    made = [
        (BY_COUNTRY, [say(N_("Country")), *stages], countries, DASHES),
        (BY_COURSE, [say(N_("Course")), *stages, say(PASS_RATE)], courses, BY_COURSE.hint),
    ]
    return [
        {"title": say(text.title), "caption": say(text.caption), "columns": columns, "rows": rows, "hint": say(hint),
         "new_page": False}
        for text, columns, rows, hint in made
        if rows
    ]  # fmt: skip


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + HASH_GROUP] for at in range(0, len(digest), HASH_GROUP))
