"""Schemes for accreditation staff: which are in force, and what one of them asks, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import judge
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.gathering import course_titles
from app.accreditation.shown import asked_of_holders
from app.foundation.errors import NotFound
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

scheme_pages = Blueprint("schemes", __name__, url_prefix="/accreditation/schemes")


@scheme_pages.get("")
@requires(Permission.SCHEME_MANAGE)
def schemes(visit: Visit) -> Response:
    """The schemes in force."""
    return render("accreditation/schemes.html", schemes=[one.scheme for one in schemes_in_force(visit.read)])


@scheme_pages.get("/<key>")
@requires(Permission.SCHEME_MANAGE)
def scheme(visit: Visit, key: str) -> Response:
    """One scheme: what it certifies, what it asks, who decides, how long it holds, how it is renewed."""
    found = next((one for one in schemes_in_force(visit.read) if one.scheme.key == key), None)
    if found is None:
        raise NotFound
    renewal = found.scheme.renewal
    return render(
        "accreditation/scheme.html",
        scheme=found.scheme,
        asked=_sentences(visit, found, found.scheme.requirements),
        renewal=renewal,
        asked_again=_sentences(visit, found, renewal.requirements) if renewal else (),
    )


def _sentences(visit: Visit, found: SchemeInForce, tree: Mapping[str, Any]) -> tuple[Markup, ...]:
    titles = course_titles(visit.read, found.version_id, found.scheme)
    return asked_of_holders(visit, judge(tree, Evidence()), titles)
