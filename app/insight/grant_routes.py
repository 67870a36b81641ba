"""Grants before an operator: which stand, one is recorded, one is withdrawn."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.queries import live_versions, outline_of
from app.foundation.words import N_
from app.identity.browser import myself
from app.identity.queries import partner_name
from app.identity.services.actor import acting
from app.insight.cost_lines import said_quarters
from app.insight.desk import words_of
from app.insight.domain.quarters import last_closed_quarter, quarters_up_to
from app.insight.grant_form import FIELDS, read_grant
from app.insight.grant_queries import standing_grants
from app.insight.services.granting import GrantCodeTaken, record_grant, withdraw_grant
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

grant_pages = Blueprint("insight_grants", __name__)
ALL_COURSES = N_("%(partner)s: all courses")
ONE_COURSE = N_("%(partner)s: %(course)s")
BACK, AHEAD = 20, 16
"""Quarters that can be chosen, before and after the last closed one."""


@grant_pages.get("/grants")
@requires(Permission.GRANT_RECORD)
def grants(visit: Visit) -> Response:
    """The grants that stand, and where another one is recorded."""
    return _page(visit, {}, {})


@grant_pages.post("/grants")
@requires(Permission.GRANT_RECORD)
def record(visit: Visit) -> Response:
    """Record a grant."""
    new, errors = read_grant(request.form, dict(_places(visit)))
    if new is None:
        return _page(visit, request.form.to_dict(), errors)
    actor = acting(myself(visit))
    try:
        visit.write(lambda unit: record_grant(unit, new, actor))
    except GrantCodeTaken as refusal:
        return _page(visit, request.form.to_dict(), {"reference": refusal.message})
    return redirect("/grants", 303)


@grant_pages.post("/grants/<public_id>/withdraw")
@requires(Permission.GRANT_RECORD)
def withdraw(visit: Visit, public_id: str) -> Response:
    """Withdraw a grant that was recorded wrongly."""
    actor = acting(myself(visit))
    visit.write(lambda unit: withdraw_grant(unit, public_id, actor))
    return redirect("/grants", 303)


def _page(visit: Visit, entered: dict[str, str], errors: dict[str, str]) -> Response:
    words, places = words_of(visit.locale), dict(_places(visit))
    last = last_closed_quarter(visit.now.date())
    choices = [last]
    while len(choices) < AHEAD:
        choices.append(choices[-1].after)
    quarters = [*quarters_up_to(last, BACK), *choices[1:]]
    return render(
        "insight/grants.html",
        status=422 if errors else 200,
        rows=[
            {
                "public_id": one.public_id,
                "code": one.code,
                "for": places.get(f"{one.partner}/{one.course}" if one.course else one.partner, one.partner),
                "amount": words.money(one.amount, one.currency),
                "quarters": said_quarters(words, one.first, one.last),
            }
            for one in standing_grants(visit.read)
        ],
        places=list(places.items()),
        quarters=[(one.key, words.quarter(one)) for one in quarters],
        entered={**dict.fromkeys(FIELDS, ""), "first": last.key, "last": last.after.after.after.key, **entered},
        errors=errors,
    )


def _places(visit: Visit) -> list[tuple[str, str]]:
    """Return what a grant may be for: each partner of a live course, then each of its courses, in words."""
    words = words_of(visit.locale)
    by_partner: dict[str, list[tuple[str, str]]] = {}
    for course, (version, partner) in sorted(live_versions(visit.read).items()):
        outline = outline_of(visit.read, version, visit.locale) if partner else None
        if outline:
            by_partner.setdefault(partner, []).append((course, outline.title))
    found = []
    for partner, courses in by_partner.items():
        name = partner_name(visit.read, partner, visit.now) or partner
        found.append((partner, words.text(ALL_COURSES, partner=name)))
        found += [(f"{partner}/{key}", words.text(ONE_COURSE, partner=name, course=title)) for key, title in courses]
    return found
