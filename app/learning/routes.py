"""The routes of learning."""

from __future__ import annotations

from app.learning.attempt_routes import pages as attempt_pages
from app.learning.course_routes import pages as course_pages
from app.learning.figure_routes import pages as figure_pages
from app.learning.language_routes import pages as language_pages
from app.learning.nomination_desk_routes import pages as nomination_desk_pages
from app.learning.nomination_routes import pages as nomination_pages
from app.learning.officer_table_routes import pages as officer_table_pages
from app.learning.report_routes import pages as report_pages
from app.learning.version_routes import pages as version_pages

BLUEPRINTS = (
    course_pages,
    figure_pages,
    attempt_pages,
    report_pages,
    language_pages,
    version_pages,
    officer_table_pages,
    nomination_pages,
    nomination_desk_pages,
)
