"""What the forms of a course's outline send: the course record, a module, the rules of a quiz."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from app.curriculum.domain.course_file import LEVELS
from app.curriculum.domain.course_record import CourseRecord
from app.curriculum.domain.desk import Desk
from app.curriculum.domain.fields import ID, LANGUAGE
from app.curriculum.domain.labelled import WrittenLabels
from app.curriculum.domain.labels import LABELS
from app.curriculum.domain.module_list import ModuleHead
from app.curriculum.domain.naming import free_id
from app.curriculum.domain.quiz_entry import DrawEntry, QuizEntry
from app.curriculum.domain.quiz_file import MEASURES
from app.curriculum.forms import Sent
from app.foundation.words import N_

DRAW_ROWS = 12
OUTCOME_ROWS = 12
LABEL_CHOICES = tuple((one, f"TLP:{one}") for one in LABELS)
NO_FILM_HERE = N_(
    "This is labelled above TLP:GREEN. Each copy of it bears the mark of its reader, and a film cannot. Add pictures, "
    "which do, and write what is said and shown."
)
_OVER_FILM = N_(
    "Above TLP:GREEN each copy bears the mark of its reader, and a film cannot. First show pictures in place of the "
    "films here, or choose CLEAR or GREEN."
)
_LABEL = N_("Choose a label.")
_TOO_LONG = N_("This is too long: use fewer characters.")
_NUMBER = N_("Enter a whole number.")
_DAY = N_("Enter the day as year-month-day, such as 2027-06-30.")


def _line(sent: Sent, name: str) -> str:
    return " ".join(sent.get(name, "").split())


def _words(sent: Sent, name: str) -> tuple[str, ...]:
    return tuple(word for word in (" ".join(one.split()) for one in sent.get(name, "").split(",")) if word)


def record_form(sent: Sent, old: CourseRecord) -> CourseRecord:
    """Read the course record; an outcome without a key gets one made of its words. Once the course lists another
    language, that of its source stays."""
    outcomes: dict[str, str] = {}
    for at in range(1, OUTCOME_ROWS + 1):
        sentence, key = _line(sent, f"outcome-{at}"), sent.get(f"key-{at}", "")
        if sentence:
            known = key in dict(old.outcomes)
            outcomes[key if known else free_id(" ".join(sentence.split()[:2]), outcomes)] = sentence
    return CourseRecord(
        title=_line(sent, "title"),
        summary=_line(sent, "summary"),
        level=sent.get("level", "introductory"),
        licence=_line(sent, "licence"),
        partner=_line(sent, "partner"),
        tlp=sent.get("tlp", "CLEAR"),
        review_by=_line(sent, "review_by"),
        contact_hours=_line(sent, "contact_hours"),
        prerequisites=_words(sent, "prerequisites"),
        tags=_words(sent, "tags"),
        outcomes=tuple(outcomes.items()),
        languages=old.languages if len(old.languages) > 1 else (_line(sent, "language"),),
    )


def record_errors(record: CourseRecord, live: Collection[str]) -> dict[str, str]:
    """Return what is wrong with a course record, by field; only one of the `live` other courses can be finished."""
    errors: dict[str, str] = {}
    for name, most, needed in (("title", 200, N_("Enter the title.")), ("summary", 500, N_("Say what one learns."))):
        if not getattr(record, name):
            errors[name] = needed
        elif len(getattr(record, name)) > most:
            errors[name] = _TOO_LONG
    if record.level not in LEVELS:
        errors["level"] = N_("Choose a level.")
    if not all(LANGUAGE.fullmatch(language) for language in record.languages):
        errors["language"] = N_("Enter a language tag such as fr, es or pt-BR.")
    if record.tlp not in LABELS:
        errors["tlp"] = _LABEL
    if record.review_by and not _is_day(record.review_by):
        errors["review_by"] = _DAY
    if record.contact_hours and not _is_number(record.contact_hours):
        errors["contact_hours"] = N_("Enter the hours as a number, such as 1.5.")
    wrong = [key for key in record.prerequisites if not ID.fullmatch(key)]
    if wrong:
        errors["prerequisites"] = N_("Write the ids of courses, with commas between them.")
    elif not set(record.prerequisites) <= set(live):
        errors["prerequisites"] = N_("Name other courses that are live: nobody could finish the rest.")
    if not record.outcomes:
        errors["outcome-1"] = N_("Say at least one thing that officers will be able to do.")
    return errors


def label_errors(desk: Desk, name: str, labels: WrittenLabels) -> dict[str, str]:
    """Return what is wrong with new labels, under the field of that name: a film would lie above GREEN (X17)."""
    return {name: _OVER_FILM} if desk.closed_to_films(labels) else {}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    try:
        return len(text) < 7 and 0 < Fraction(text) < 1000
    except (ValueError, ZeroDivisionError):
        return False


def module_form(sent: Sent, earlier: Collection[str]) -> tuple[ModuleHead, dict[str, str]]:
    """Return what is said of a module, and what is wrong with it by field; it may open after one of `earlier`."""
    title, minutes, owner, review_by = (_line(sent, name) for name in ("title", "minutes", "owner", "review_by"))
    head = ModuleHead(title, minutes, owner, review_by, sent.get("tlp", "CLEAR"), sent.get("after", ""))
    errors = {}
    if not head.title or len(head.title) > 200:
        errors["title"] = _TOO_LONG if head.title else N_("Enter the title of the module.")
    if not _whole(head.minutes, 1, 6000):
        errors["minutes"] = N_("Enter whole minutes.")
    if len(head.owner) > 200:
        errors["owner"] = _TOO_LONG
    if head.review_by and not _is_day(head.review_by):
        errors["review_by"] = _DAY
    if head.tlp not in LABELS:
        errors["tlp"] = _LABEL
    if head.after and head.after not in earlier:
        errors["after"] = N_("Choose a module that stands before this one.")
    return head, errors


def quiz_form(sent: Sent, kind: str) -> QuizEntry:
    """Read the rules of a quiz; empty rows of the blueprint are left out. The kind of a quiz never changes here."""
    rows = (
        DrawEntry(
            sent.get(f"take-{at}", "").strip(),
            sent.get(f"bank-{at}", ""),
            sent.get(f"for-{at}", ""),
            sent.get(f"level-{at}", ""),
            sent.get(f"module-{at}", ""),
        )
        for at in range(1, DRAW_ROWS + 1)
    )
    wait = _line(sent, "wait")
    return QuizEntry(
        title=_line(sent, "title"),
        kind=kind,
        attempts=sent.get("attempts", "").strip(),
        wait=f"{wait} h" if wait.isascii() and wait.isdigit() else wait,
        time=sent.get("time", "").strip(),
        pass_mark=sent.get("pass_mark", "").strip().removesuffix("%").strip(),
        redlines=sent.get("redlines", "").strip(),
        draws=tuple(row for row in rows if row.take and row.take != "0"),
    )


def quiz_errors(entry: QuizEntry, banks: Mapping[str, int], outcomes: Collection[str]) -> dict[str, str]:
    """Return what is wrong with the rules; that a bank is too small the reader says, with how many are missing."""
    errors: dict[str, str] = {}
    if not entry.title or len(entry.title) > 200:
        errors["title"] = _TOO_LONG if entry.title else N_("Enter the title.")
    for name, low, high in (("attempts", 1, 100), ("time", 1, 600), ("redlines", 0, 100)):
        value = getattr(entry, name)
        if value and not _whole(value, low, high):
            errors[name] = _NUMBER
    if entry.wait and not _whole(entry.wait.removesuffix(" h").removesuffix(" min"), 0, 10_000):
        errors["wait"] = N_("Enter whole hours.")
    if entry.kind not in MEASURES and not _is_percent(entry.pass_mark):
        errors["pass_mark"] = N_("Enter a number from 1 to 100.")
    for at, draw in enumerate(entry.draws, 1):
        if not _whole(draw.take, 1, 500):
            errors[f"take-{at}"] = _NUMBER
        elif draw.bank not in banks:
            errors[f"bank-{at}"] = N_("Choose the bank to draw from.")
        elif draw.outcome and draw.outcome not in outcomes:
            errors[f"for-{at}"] = N_("Choose an outcome of this course.")
    return errors


def _whole(text: str, low: int, high: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high


def _is_percent(text: str) -> bool:
    return _is_number(text) and 0 < Fraction(text) <= 100
