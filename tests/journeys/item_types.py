"""A course whose practice quiz asks every type of question, an instance that offers it, and a hand that fills pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.assessment.domain.question import Question
from app.cli.demo_signs import demo_password
from app.curriculum.check_form import check_form_maker
from app.curriculum.services.loading import load_course
from app.identity.services.password_keeping import set_password
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role
from tests.page import Page
from tests.plugins.instances import Instance, instance_at

COURSE = "item-types"
LESSON = f"/courses/{COURSE}/all-types/look"
QUIZ = f"/courses/{COURSE}/all-types/practice"
KEYS = ("one-right", "some-right", "is-it-so", "how-many", "name-it", "what-time", "who-holds", "in-order", "fill-in")
FILES = {
    "course.yml": """\
format: course-folder/1
id: item-types
title: Every type of question
summary: One question of each type.
languages: [en]
licence: CC-BY-4.0
outcomes:
  answer: Answer in every way
modules:
  - 01-all-types: {title: All types, minutes: 10}
""",
    "modules/01-all-types/10-look.md": """\
---
id: look
title: Look
---

Each of these can be tried here.

::: check {ref=in-order}
:::

::: check {ref=fill-in}
:::

::: check {ref=who-holds}
:::
""",
    "modules/01-all-types/20-practice.quiz.md": """\
---
id: practice
title: Practice
pass: 60%
shuffle: [answers]
---

## Which is right? {#one-right for=answer}

- (x) The right one
- ( ) The wrong one

## Which are right? {#some-right for=answer}

- [x] First right
- [x] Second right
- [ ] Not right

## It is so. {#is-it-so for=answer}

= true

## How cold is it? {#how-many for=answer}

= -5 ± 1

## Name the check-digit algorithm. {#name-it for=answer}

= Luhn | Luhn algorithm
= 50% checksum*
  > Nearly; we want its name.

> partial: You know what it is for.

## When did it happen? {#what-time for=answer type=time}

= 20:58:30

## Match each log to who holds it. {#who-holds for=answer}

- Terminal journal -> Shop
  > The till prints it.
- Authorisation log -> Issuer
- Till receipt -> Shop
- -> Card brand
  > The brand keeps no such log.

## Put the steps in order. {#in-order for=answer grade=neighbours}

1. Photograph in place
2. Isolate from people
3. Bag and seal
4. Sign the log

## Complete the sentence. {#fill-in for=answer}

The [[ issuer | issuing bank ]] can freeze the card; the [[ (x) acquirer ( ) cardholder ]] knows the shop.
Logs stay for [[2: 90 ± 5 ]] days.

> 1: It issued the card.
""",
}


def instance_with_every_type(folder: Path, url: str, files: Mapping[str, str] = FILES) -> Instance:
    """Return an instance with the course live and one officer, who signs in as efua."""
    instance = instance_at(folder, url)
    works, database = instance.works, instance.works.database
    agency = database.write(lambda unit: add_agency(unit, name="Force", country="GH", kind="police"))
    new = NewPerson(agency_id=agency, sign_in_name="efua", name="Efua")
    person = database.write(lambda unit: add_person(unit, works.keyring, new))
    database.write(lambda unit: grant_role(unit, person, "officer"))
    password = demo_password(works.settings.secret_key, "efua")
    database.write(lambda unit: set_password(unit, person, password))
    course = {path: text.encode() for path, text in files.items()}
    show_check = check_form_maker(works.parts["renderer"])
    database.write(lambda unit: load_course(unit, course, show_check=show_check, publish=True))
    return instance


def filled(page: Page, answers: Mapping[str, Sequence[str]], questions: Sequence[Question]) -> dict[str, Any]:
    """Return what the page's form sends once a person has entered the answers into its fields, and nothing else."""
    values: dict[str, Any] = dict(page.form("/attempts/"))
    values.pop("save", None)
    for question in questions:
        name, answer = f"i-{question.key}", answers.get(question.key, ())
        fields = page.tree.xpath("//*[@name=$name]", name=name)
        assert fields, f"no field for {question.key}"
        sent = [_entered(field, place, answer) for place, field in enumerate(fields)]
        values[name] = [value for value in sent if value is not None]
    return values


def _entered(field: Any, place: int, answer: Sequence[str]) -> str | None:
    if field.tag == "select":
        offered = [option.get("value") for option in field.xpath(".//option")]
        return next((value for value in answer if value and value in offered), "")
    if field.get("type") in ("radio", "checkbox"):
        return field.get("value") if field.get("value") in answer else None
    return answer[place] if place < len(answer) else ""
