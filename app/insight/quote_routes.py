"""Words of officers before staff: shown to partners when they identify nobody."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.identity.browser import myself
from app.identity.services.actor import acting
from app.insight.follow_up_queries import quotes_before_staff
from app.insight.follow_up_routes import title_of
from app.insight.services.quoting import check_quote
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

quote_pages = Blueprint("insight_quotes", __name__)


@quote_pages.get("/accreditation/quotes")
@requires(Permission.QUOTE_CHECK)
def quotes(visit: Visit) -> Response:
    """What officers offer for partners to read, and what is shown."""
    found = [(one, title_of(visit, one.course)) for one in quotes_before_staff(visit.read)]
    return render(
        "insight/quotes.html",
        offered=[(one, title) for one, title in found if one.state == "offered"],
        shown=[(one, title) for one, title in found if one.state == "shown"],
    )


@quote_pages.post("/accreditation/quotes/<public_id>")
@requires(Permission.QUOTE_CHECK)
def checked(visit: Visit, public_id: str) -> Response:
    """Show one, or refuse it."""
    state, actor = "shown" if request.form.get("act") == "show" else "refused", acting(myself(visit))
    visit.write(lambda unit: check_quote(unit, public_id, state, actor))
    return redirect("/accreditation/quotes", 303)
