"""The pages of curriculum: where trainers write, review and publish."""

from __future__ import annotations

from app.curriculum.authoring_routes import pages as course_pages
from app.curriculum.bring_document_routes import pages as document_pages
from app.curriculum.bring_questions_routes import pages as table_pages
from app.curriculum.file_label_routes import pages as file_label_pages
from app.curriculum.file_routes import pages as file_pages
from app.curriculum.film_routes import pages as film_pages
from app.curriculum.message_routes import pages as message_pages
from app.curriculum.new_quiz_routes import pages as new_quiz_pages
from app.curriculum.outline_routes import pages as outline_pages
from app.curriculum.owner_routes import pages as owner_pages
from app.curriculum.paste_routes import pages as paste_pages
from app.curriculum.question_routes import pages as question_pages
from app.curriculum.report_routes import pages as report_pages
from app.curriculum.review_routes import pages as review_pages
from app.curriculum.text_routes import pages as text_pages
from app.curriculum.translation_routes import pages as translation_pages

BLUEPRINTS = (
    *(course_pages, outline_pages, new_quiz_pages, text_pages, question_pages, review_pages, report_pages),
    *(document_pages, table_pages, paste_pages, film_pages, file_label_pages, file_pages, message_pages),
    *(translation_pages, owner_pages),
)
