"""Two questions to an officer three months after a certificate, and the words that they may give to partners."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.queries import live_versions, outline_of
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.insight.domain.follow_up import ANSWERS, HELPED, USED
from app.insight.follow_up_queries import OwnFollowUp, own_follow_up, own_follow_ups
from app.insight.services.following_up import answer, skip
from app.insight.services.quoting import LONGEST, offer, withdraw
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

follow_up_pages = Blueprint("insight_follow_up", __name__)
CHOOSE = N_("Choose whether you used it at work, or press Skip.")
WRITE = N_("Write up to 280 characters.")


@follow_up_pages.get("/follow-up")
@requires(Permission.CERTIFICATE_HOLD)
def follow_ups(visit: Visit) -> Response:
    """Everything that the officer was asked, and the words that partners may read."""
    found = own_follow_ups(visit.read, visit.me.id)
    return render("insight/follow_ups.html", rows=[(one, title_of(visit, one.course)) for one in found])


@follow_up_pages.get("/follow-up/<public_id>")
@requires(Permission.CERTIFICATE_HOLD)
def follow_up(visit: Visit, public_id: str) -> Response:
    """The two questions; once they are answered, the words for partners."""
    return _page(visit, _own(visit, public_id), {})


@follow_up_pages.post("/follow-up/<public_id>")
@requires(Permission.CERTIFICATE_HOLD)
def answered(visit: Visit, public_id: str) -> Response:
    """Add up what was answered, or skip."""
    one, used, helped = _own(visit, public_id), request.form.get("used", ""), request.form.getlist("helped")
    if request.form.get("act") == "skip":
        visit.write(lambda unit: skip(unit, visit.me.id, public_id))
    elif used not in ANSWERS[USED] or not {*helped} <= ANSWERS[HELPED].keys():
        return _page(visit, one, {"used": CHOOSE})
    else:
        visit.write(lambda unit: answer(unit, visit.me.id, public_id, used, helped))
    return redirect(f"/follow-up/{public_id}", 303)


@follow_up_pages.post("/follow-up/<public_id>/words")
@requires(Permission.CERTIFICATE_HOLD)
def words(visit: Visit, public_id: str) -> Response:
    """Look at the words as partners would read them, offer them, or withdraw them."""
    one, act = _own(visit, public_id), request.form.get("act")
    text = " ".join(request.form.get("text", "").split())
    if act == "withdraw":
        visit.write(lambda unit: withdraw(unit, visit.me.id, public_id))
    elif not 0 < len(text) <= LONGEST:
        return _page(visit, one, {"text": WRITE})
    elif act == "give":
        visit.write(lambda unit: offer(unit, visit.me.id, public_id, text))
    else:
        return render("insight/words_check.html", one=one, title=title_of(visit, one.course), text=text)
    return redirect(f"/follow-up/{public_id}", 303)


def title_of(visit: Visit, course: str) -> str:
    """Return the title of a live course in the language of the visit; its key where it is live no more."""
    version = live_versions(visit.read).get(course, ("", ""))[0]
    outline = outline_of(visit.read, version, visit.locale) if version else None
    return outline.title if outline else course


def _own(visit: Visit, public_id: str) -> OwnFollowUp:
    found = own_follow_up(visit.read, visit.me.id, public_id)
    if found is None:
        raise NotFound
    return found


def _page(visit: Visit, one: OwnFollowUp, errors: dict[str, str]) -> Response:
    return render(
        "insight/follow_up.html",
        status=422 if errors else 200,
        one=one,
        title=title_of(visit, one.course),
        answers=ANSWERS,
        chosen={USED: request.form.getlist("used"), HELPED: request.form.getlist("helped")},
        text=request.form.get("text", one.text),
        errors=errors,
    )
