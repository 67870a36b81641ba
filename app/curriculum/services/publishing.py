"""A version goes live: its texts are rendered once, its items and quizzes frozen, the version before it retired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import sqlalchemy as sa

from app.assessment.domain.question import Question
from app.assessment.services.freezing import freeze_items, freeze_quiz
from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.box_words import box_words
from app.curriculum.domain.course import CourseSource, LessonSource, QuizSource
from app.curriculum.domain.folder import read_course
from app.curriculum.domain.labelled import labels_of_activities, labels_of_files
from app.curriculum.domain.quiz_file import MEASURES
from app.curriculum.domain.quiz_rules import pool_of, rules_of
from app.curriculum.models import Asset, Course, CourseVersion, LessonText
from app.curriculum.outline import Activity, CourseOutline, ModuleOutline, outline_record
from app.curriculum.queries import source_files
from app.curriculum.services.publishing_words import freeze_course_words, outline_words, questions_in
from app.foundation.compression import packed
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_

ShowCheck = Callable[[Question, str], str]
"""Makes the form of a check question in the language of the course."""


class CourseHasErrors(Refusal):
    """The course cannot go live as it is; `findings` name every place."""

    code = "course_has_errors"
    message = N_("This course has %(count)s errors. Mend them, then publish it.")
    status = 422


def publish_version(unit: Unit, version: CourseVersion, *, actor: str, show_check: ShowCheck) -> CourseOutline:
    """Freeze and publish a version. Officers under way keep the version they are on (T13).

    Raises `CourseHasErrors` where the reader finds an error.
    """
    reading = read_course(source_files(unit.connection, version.id), words_in=box_words)
    if reading.course is None:
        errors = sum(finding.level == "error" for finding in reading.findings)
        raise CourseHasErrors(count=errors, findings=reading.findings)
    source = reading.course
    outline = _freeze(unit, version, source, show_check)
    _retire_live(unit, version)
    version.state = "live"
    version.title = source.title
    version.source_hash = source.hash
    version.published_at = unit.now
    version.outline = outline_record(outline)
    unit.session.execute(
        sa.update(Course)
        .where(Course.id == version.course_id)
        .values(live_version_id=version.id, partner=source.partner)
    )
    unit.session.flush()
    record(
        unit,
        AuditTag.COURSE_PUBLISHED,
        actor=actor,
        subject=version.id,
        course=source.id,
        number=version.number,
        source=source.hash,
    )
    return outline


def _freeze(unit: Unit, version: CourseVersion, source: CourseSource, show_check: ShowCheck) -> CourseOutline:
    questions = {question.key: question for question in _all_questions(source)}
    versions = freeze_items(unit, source.id, questions.values())
    words = freeze_course_words(unit, source, versions)
    keep_assets(unit, source)
    modules = []
    file_labels = labels_of_files(source)
    labels = labels_of_activities(source, file_labels)
    for module in source.modules:
        activities = []
        for activity in module.activities:
            if isinstance(activity, LessonSource):
                _keep_lesson(unit, version.id, source.languages[0], activity, questions, show_check)
                activities.append(_lesson(source.id, module.key, activity))
            else:
                pool = pool_of(source, activity)
                quiz_id = freeze_quiz(
                    unit,
                    owner=source.id,
                    edition=version.id,
                    title=activity.title,
                    rules=rules_of(activity),
                    questions=pool,
                    versions=versions,
                    words=words,
                )
                activities.append(_quiz(source.id, module.key, activity, quiz_id))
        labelled = tuple(replace(one, tlp=labels[one.key]) for one in activities)
        cared = (module.owner, module.review_by, module.tlp, module.after)
        modules.append(ModuleOutline(module.key, module.title, module.minutes, labelled, *cared))
    for translation in source.translations:
        translated = questions_in(translation, questions)
        for one in translation.lessons.values():
            _keep_lesson(unit, version.id, translation.language, one.lesson, translated, show_check)
    checks = {key: versions[key] for one in source.modules for lesson in one.lessons for key in lesson.checks}
    outline = _outline(version, source, tuple(modules), checks)
    return replace(outline, translations=outline_words(source, words), file_labels=file_labels)


def _outline(
    version: CourseVersion, source: CourseSource, modules: tuple[ModuleOutline, ...], checks: dict[str, str]
) -> CourseOutline:
    return CourseOutline(
        version_id=version.id,
        course=source.id,
        number=version.number,
        title=source.title,
        summary=source.summary,
        level=source.level,
        language=source.languages[0],
        read_in=source.languages[0],
        hours=str(source.contact_hours or ""),
        partner=source.partner,
        authors=tuple(author.organisation or author.name for author in source.authors),
        licence=source.licence,
        reviewed=f"{source.reviewed.by}, {source.reviewed.on.isoformat()}" if source.reviewed else "",
        outcomes=tuple(source.outcomes.items()),
        prerequisites=source.prerequisites,
        tlp=source.tlp,
        review_by=source.review_by.isoformat() if source.review_by else "",
        modules=modules,
        checks=checks,
    )


def _all_questions(source: CourseSource) -> Iterable[Question]:
    for module in source.modules:
        for quiz in module.quizzes:
            yield from quiz.questions
    for bank in source.banks:
        yield from bank.questions


def keep_assets(unit: Unit, source: CourseSource) -> None:
    """Keep the figures of a course by their hashes, so that they can be shown."""
    held = set(unit.session.scalars(sa.select(Asset.hash)))
    for asset in source.assets:
        if asset.sha256 not in held:
            held.add(asset.sha256)
            unit.session.add(Asset(hash=asset.sha256, media_type=asset.media_type, content=asset.content))
    unit.session.flush()


def _keep_lesson(
    unit: Unit,
    version_id: str,
    locale: str,
    lesson: LessonSource,
    questions: dict[str, Question],
    show_check: ShowCheck,
) -> None:
    html = lesson_html(lesson, questions, locale, show_check).encode()
    unit.session.add(
        LessonText(
            version_id=version_id,
            key=lesson.id,
            locale=locale,
            title=lesson.title,
            html=html,
            packed=packed(html),
            minutes=lesson.minutes or 0,
        )
    )


def lesson_html(lesson: LessonSource, questions: Mapping[str, Question], locale: str, show_check: ShowCheck) -> str:
    """Return the lesson with the forms of its check questions in their places; an unknown one leaves a gap (X08)."""
    shown = {key: show_check(questions[key], locale) for key in lesson.checks if key in questions}
    return "".join(shown.get(segment.check, "") if segment.check else segment.html for segment in lesson.segments)


def _lesson(course: str, module: str, lesson: LessonSource) -> Activity:
    return Activity(
        key=lesson.id,
        slug=lesson.key,
        kind="lesson",
        title=lesson.title,
        minutes=lesson.minutes or 0,
        href=f"/courses/{course}/{module}/{lesson.key}",
        module=module,
    )


def _quiz(course: str, module: str, quiz: QuizSource, quiz_id: str) -> Activity:
    return Activity(
        key=quiz.id,
        slug=quiz.key,
        kind="quiz",
        title=quiz.title,
        minutes=quiz.time or len(quiz.questions),
        href=f"/courses/{course}/{module}/{quiz.key}",
        module=module,
        quiz_id=quiz_id,
        examination=quiz.is_examination,
        apart=quiz.apart,
        measure=quiz.kind if quiz.kind in MEASURES else "",
        items=len(quiz.questions) + sum(cell.take for cell in quiz.blueprint.cells),
    )


def _retire_live(unit: Unit, version: CourseVersion) -> None:
    unit.session.execute(
        sa.update(CourseVersion)
        .where(CourseVersion.course_id == version.course_id, CourseVersion.state == "live")
        .values(state="retired")
    )
