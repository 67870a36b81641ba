"""A cohort as a form names it: whom its lines or its course mean, and how each of them is weighed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from app.accreditation.batch_queries import finishers
from app.accreditation.domain.cohort import MOST, TooMany, read_list
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.gathering import course_titles
from app.accreditation.services.weighing import Weighed, weigh_all
from app.foundation.words import N_
from app.identity.sign_in_names import people_called
from app.web.visit import Visit

_LARGEST = 200_000
_TITLE = 200
_SCHEME = N_("Choose an accreditation.")
_NAME = N_("Give these certificates a name, such as that of the course and its month.")
_LONG = N_("This is too long: use fewer characters.")
_WHO = N_("Choose whom it is about.")
_NOBODY = N_("Paste service numbers, or choose a file with them.")
_MANY = N_("These are more than 500 people: divide the list.")
_UNREADABLE = N_("This file is no text: save the table as CSV in UTF-8.")
_NO_COURSE = N_("Choose a course.")
_NO_FINISHER = N_("Nobody has finished this course without holding the certificate already.")


@dataclass(slots=True)
class CohortForm:
    """What was sent, as text; `errors` holds what is wrong with which field."""

    scheme: str
    title: str
    who: str
    names: str
    course: str
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who is meant and how each is weighed; `unknown` and `several` are lines that mean nobody, or more than one."""

    found: SchemeInForce
    weighed: tuple[Weighed, ...]
    unknown: tuple[str, ...]
    several: tuple[str, ...]
    cut: bool

    @property
    def ready(self) -> tuple[Weighed, ...]:
        """Who would be granted the certificate."""
        return tuple(one for one in self.weighed if one.hindrance is None)

    @property
    def hindered(self) -> tuple[Weighed, ...]:
        """Who would not."""
        return tuple(one for one in self.weighed if one.hindrance)

    @property
    def seen(self) -> str:
        """The mark of the whole page, by which a change since it was shown is noticed."""
        said = "|".join(f"{one.card.id} {one.hindrance.why if one.hindrance else one.seen}" for one in self.weighed)
        return hashlib.sha256(said.encode()).hexdigest()


def sent_cohort() -> CohortForm:
    """Return the form as it was sent; a file stands for pasted lines."""
    sent = request.form
    form = CohortForm(
        scheme=sent.get("scheme", "")[:60],
        title=sent.get("title", "").strip(),
        who=sent.get("who", ""),
        names=sent.get("names", ""),
        course=sent.get("course", "")[:80],
        errors={},
    )
    upload = request.files.get("file")
    content = upload.read(_LARGEST + 1) if upload else b""
    if content:
        _take_file(form, content)
    return form


def weighed_cohort(visit: Visit, form: CohortForm) -> Cohort | None:
    """Return the cohort of the form as it stands now; None, with the errors in the form, where it cannot be read."""
    found = next((one for one in schemes_in_force(visit.read) if one.scheme.key == form.scheme), None)
    _check(form, found)
    named = _named(visit, form) if found and not form.errors else None
    if found is None or named is None:
        return None
    people, unknown, several, cut = named
    weighed = weigh_all(visit.read, found, people, visit.parts["issuer"], visit.me.id, visit.now)
    return Cohort(found, weighed, unknown, several, cut)


def course_choices(visit: Visit) -> dict[str, str]:
    """Return the courses that schemes in force rest on: key → title."""
    choices: dict[str, str] = {}
    for one in schemes_in_force(visit.read):
        choices |= course_titles(visit.read, one.version_id, one.scheme)
    return choices


def titles_for(visit: Visit, found: SchemeInForce) -> Mapping[str, str]:
    """Return the titles of the courses and sheets that the requirements of a scheme name."""
    sheets = {key: sheet.title for key, sheet in found.scheme.sheets.items()}
    return {**course_titles(visit.read, found.version_id, found.scheme), **sheets}


def _take_file(form: CohortForm, content: bytes) -> None:
    try:
        form.names = content[:_LARGEST].decode("utf-8-sig")
    except UnicodeDecodeError:
        form.errors["file"] = _UNREADABLE


def _check(form: CohortForm, found: SchemeInForce | None) -> None:
    wrong = {
        "scheme": _SCHEME if found is None else "",
        "title": _NAME if not form.title else _LONG if len(form.title) > _TITLE else "",
        "who": _WHO if form.who not in {"list", "course"} else "",
    }
    form.errors |= {name: said for name, said in wrong.items() if said}


def _named(visit: Visit, form: CohortForm) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool] | None:
    return _listed(visit, form) if form.who == "list" else _finished(visit, form)


def _listed(visit: Visit, form: CohortForm) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool] | None:
    try:
        typed = read_list(form.names)
    except TooMany:
        form.errors["names"] = _MANY
        return None
    if not typed:
        form.errors["names"] = _NOBODY
        return None
    called = people_called(visit.read, visit.parts["keyring"], typed)
    people = tuple(dict.fromkeys(ids[0] for ids in called.values() if len(ids) == 1))
    unknown = tuple(one for one, ids in called.items() if not ids)
    return people, unknown, tuple(one for one, ids in called.items() if len(ids) > 1), False


def _finished(visit: Visit, form: CohortForm) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool] | None:
    if form.course not in course_choices(visit):
        form.errors["course"] = _NO_COURSE
        return None
    people = finishers(visit.read, form.course, form.scheme, MOST + 1)
    if not people:
        form.errors["course"] = _NO_FINISHER
        return None
    return people[:MOST], (), (), len(people) > MOST
