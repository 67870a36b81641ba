"""Trainers and a small course on both databases."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.assessment.domain.question import Question
from app.curriculum.domain.folder import read_course
from app.curriculum.services.drafting import open_draft
from app.curriculum.services.owning import own_course
from app.curriculum.services.publishing import publish_version
from app.foundation.crypto import Keyring
from app.foundation.transaction import Database
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role

COURSE = "small-course"
LESSON = "modules/01-one/10-first.md"
QUIZ = "modules/01-one/90-practice.quiz.md"
FILES = {
    "course.yml": b"""format: course-folder/1
id: small-course
title: A small course
summary: What a test needs.
languages: [en]
level: introductory
duration: 5 min
authors:
  - organisation: Tests
licence: CC-BY-4.0
outcomes:
  see: See what is there
modules:
  - 01-one: {title: One, minutes: 3}
""",
    LESSON: b"""---
id: first
title: First steps
duration: 1 min
---

Look before you touch.
""",
    QUIZ: b"""---
id: practice
title: Practice
pass: 50%
---

## What comes first? {#what-first for=see}

- (x) Look
  > Right. Looking changes nothing.
- ( ) Touch
  > No. Touching changes things.

## The light is on. {#light for=see}

= true
  > true: Right.
""",
}


def show_check(question: Question, locale: str) -> str:
    """Stand in for the form of a check question."""
    return f"<p>{question.key} {locale}</p>"


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of these tests by what they do."""

    author: str
    colleague: str
    reviewer: str


@pytest.fixture
def staff(database: Database, keyring: Keyring) -> Staff:
    """Two owners of the small course, which is live, and a trainer who has nothing to do with it."""

    def person(name: str) -> str:
        new = NewPerson(agency_id=agency, sign_in_name=name, name=name.title())
        found = database.write(lambda unit: add_person(unit, keyring, new))
        database.write(lambda unit: grant_role(unit, found, "trainer"))
        return found

    agency = database.write(lambda unit: add_agency(unit, name="Provider", country="DE", kind="provider"))
    made = Staff(person("author"), person("colleague"), person("reviewer"))
    source = read_course(FILES).course
    assert source is not None, [str(one) for one in read_course(FILES).findings]

    def publish(unit):  # type: ignore[no-untyped-def]
        version = open_draft(unit, source, FILES, author_id=None)
        publish_version(unit, version, actor="system", show_check=show_check)
        for owner in (made.author, made.colleague):
            own_course(unit, COURSE, owner)

    database.write(publish)
    return made
