"""The page that every remark of the course reader leads to."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.curriculum.domain.messages_page import entries
from app.web.access import public
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("course_messages", __name__)


@pages.get("/help/course-messages")
@public
def course_messages(visit: Visit) -> Response:
    """Every remark with a wrong and a right example; it says nothing of any course here."""
    return render("curriculum/course_messages.html", families=entries())
