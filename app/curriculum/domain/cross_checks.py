"""Checks the parts of a course against each other: names that must exist, ids that must differ, figures in use."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.assessment.domain.question import Question
from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.labelled import written_labels
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.questions_text import PlacedQuestion
from app.curriculum.domain.quiz_file import QuizReading

Check = Callable[[Draft, Findings], None]


def folders_are_listed(draft: Draft, findings: Findings) -> None:
    """Every folder under modules is listed in course.yml, and every listed one exists and holds something."""
    if draft.head is None:
        return
    listed = {module.folder: module for module in draft.head.modules}
    for folder in draft.modules:
        if folder not in listed:
            findings.add("X01", Place("course.yml"), module=folder)
    for folder, module in listed.items():
        if folder not in draft.modules:
            meant = did_you_mean(folder, set(draft.modules) - set(listed))
            findings.add("X02", module.place, module=folder, meant=meant)
        elif not draft.modules[folder] and folder not in draft.unread:
            findings.add("X17", module.place, module=folder)


def ids_differ(draft: Draft, findings: Findings) -> None:
    """An id stands once in a course, whatever bears it."""
    first: dict[str, tuple[str, Place]] = {}
    for identity, bearer, place in draft.identities():
        if not identity or identity == "?":
            continue
        if identity in first:
            other, where = first[identity]
            findings.add("X10", place, value=identity, other=f"the {other} in {where.file}:{where.line}")
        else:
            first[identity] = (bearer, place)


def addresses_differ(draft: Draft, findings: Findings) -> None:
    """Within a module no two activities have the same name, for it is part of their addresses."""
    for readings in draft.modules.values():
        first: dict[str, str] = {}
        for reading in readings:
            activity = reading.lesson if isinstance(reading, LessonReading) else reading.quiz
            if activity.key in first:
                findings.add("X20", Place(activity.path), other=first[activity.key], key=activity.key)
            first.setdefault(activity.key, activity.path)


def names_exist(draft: Draft, findings: Findings) -> None:
    """Outcomes, modules and sources that questions name exist."""
    modules = _module_keys(draft)
    for placed in draft.placed_questions():
        question = placed.question
        if question is None:
            continue
        if draft.head is not None:
            _named(question.outcome, draft.head.outcomes, "X03", placed.place, findings)
            _named(question.module, modules, "X16", placed.place, findings)
        for source in question.sources:
            _named(source, draft.sources, "X05", placed.place, findings)


def draws_name_what_exists(draft: Draft, findings: Findings) -> None:
    """Banks, outcomes and modules that a blueprint or the areas of an examination name exist."""
    banks = {bank.bank.id for bank in draft.banks}
    for quiz in draft.quizzes():
        for one in quiz.cells:
            _named(one.cell.bank, banks, "X04", one.place, findings)
            if draft.head is not None:
                _named(one.cell.outcome, draft.head.outcomes, "X03", one.place, findings)
                _named(one.cell.module, _module_keys(draft), "X16", one.place, findings)
        made = quiz.quiz.areas.outcomes if quiz.quiz.areas and draft.head else {}
        for outcome in (name for names in made.values() for name in names):
            _named(outcome, draft.head.outcomes if draft.head else (), "X03", quiz.areas_place, findings)


def checks_embed_practice_items(draft: Draft, findings: Findings) -> None:
    """A lesson embeds questions that exist and that no examination asks."""
    known = {placed.key for placed in draft.placed_questions()}
    examined = {placed.key for placed in draft.examination_questions()}
    for lesson in draft.lessons():
        for check in lesson.checks:
            if check.ref in examined:
                findings.add("X09", check.place, value=check.ref)
            else:
                _named(check.ref, known, "X08", check.place, findings)


def examination_items_have_reasons(draft: Draft, findings: Findings) -> None:
    """The right answer of an examination item has a reason (error); so should every other option (warning)."""
    for placed in draft.examination_questions():
        if placed.question is not None:
            _judge_reasons(placed, placed.question, findings)


def _judge_reasons(placed: PlacedQuestion, question: Question, findings: Findings) -> None:
    if not (question.general_html or question.right_html or _explained(question)):
        findings.add("X11", placed.place, id=placed.key)
    for choice in question.choices:
        if not choice.right and not choice.reason_html:
            findings.add("X12", placed.place, id=placed.key, option=choice.text)


def _explained(question: Question) -> bool:
    """Each right option, pair, step or gap has its reason; of answers that are typed, one that earns the full mark."""
    full = [one.reason_html for one in question.accepted if one.weight == 1]
    full += [one.reason_html for one in question.texts if one.weight == 1]
    reasons = [pair.reason_html for pair in question.pairs] + [gap.reason_html for gap in question.gaps]
    if not question.pairs:
        reasons += [choice.reason_html for choice in question.choices if choice.right]
    return all(reasons) and (not full or any(full))


def outcomes_are_tested(draft: Draft, findings: Findings) -> None:
    """Every outcome of course.yml is tested by a question."""
    tested = {placed.question.outcome for placed in draft.placed_questions() if placed.question}
    for outcome, place in draft.head.outcome_places.items() if draft.head and not draft.unread else ():
        if outcome not in tested:
            findings.add("X19", place, value=outcome)


def labels_are_of_files(draft: Draft, findings: Findings) -> None:
    """What file-labels names is a figure, film or captions of the course; a lesson has the label of its module."""
    if draft.head is None or draft.unread:
        return
    for path in draft.head.file_labels:
        if path not in draft.assets:
            place, meant = draft.head.label_places[path], did_you_mean(path, draft.assets)
            findings.add("X21", place, path=path, meant=meant)


def no_course_comes_before_itself(draft: Draft, findings: Findings) -> None:
    """A course that names itself under prerequisites could never be joined."""
    if draft.head is not None and draft.head.id and draft.head.id in draft.head.prerequisites:
        findings.add("X23", draft.head.prerequisites_place)


def what_is_waited_for_can_be_finished(draft: Draft, findings: Findings) -> None:
    """A module opens after lessons and practice; an examination waits for all of these, so nothing waits for it."""
    listed = {module.key: module for module in draft.head.modules} if draft.head else {}
    for module in listed.values():
        earlier = listed.get(module.after)
        readings = draft.modules.get(earlier.folder, []) if earlier and earlier.folder not in draft.unread else []
        if earlier and readings and all(isinstance(one, QuizReading) and one.quiz.is_examination for one in readings):
            findings.add("X22", module.place, module=earlier.folder)


def figures_are_used(draft: Draft, findings: Findings) -> None:
    """A figure that no text shows only makes the course larger."""
    for path in () if draft.unread else draft.assets:
        if path not in draft.used_images:
            findings.add("A07", Place(path))


def films_lie_below_amber(draft: Draft, findings: Findings) -> None:
    """No film is shown above GREEN: it cannot bear the mark of its reader, as pictures and captions do (X17, U10)."""
    labels = written_labels(draft.head)
    for path in labels.closed_to_films(draft.films_shown()):
        findings.add("A15", Place(path), label=labels.at(path))


CHECKS: tuple[Check, ...] = (
    folders_are_listed,
    ids_differ,
    addresses_differ,
    names_exist,
    draws_name_what_exists,
    checks_embed_practice_items,
    examination_items_have_reasons,
    outcomes_are_tested,
    figures_are_used,
    films_lie_below_amber,
    labels_are_of_files,
    what_is_waited_for_can_be_finished,
    no_course_comes_before_itself,
)


def _module_keys(draft: Draft) -> set[str]:
    return {module.key for module in draft.head.modules} if draft.head else set()


def _named(value: str | None, known: Collection[str], code: str, place: Place, findings: Findings) -> None:
    if value is not None and value not in known:
        findings.add(code, place, value=value, meant=did_you_mean(value, known))
