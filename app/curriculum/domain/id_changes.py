"""What a course changes against another, id by id: lessons, quizzes, banks, cases and items added, changed, retired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from app.curriculum.domain.course_reading import read_draft
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings
from app.foundation.words import N_

Kind = Literal["added", "changed", "retired"]
KINDS: tuple[Kind, ...] = ("added", "changed", "retired")
BEARERS = {
    "lesson": N_("Lesson"),
    "quiz": N_("Quiz"),
    "bank": N_("Bank"),
    "case": N_("Case"),
    "question": N_("Question"),
}


WORDS = {"added": N_("Added"), "changed": N_("Changed"), "retired": N_("Retired")}


@dataclass(frozen=True, slots=True)
class Bearer:
    """What bears an id: a lesson, quiz, bank, case or question; `type` is that of the answer, or the quiz."""

    id: str
    bearer: str
    type: str
    title: str
    said: Any


@dataclass(frozen=True, slots=True)
class IdChange:
    """An id that came, went, or bears another content. `before` and `after` are what it bore and bears."""

    id: str
    kind: Kind
    before: Bearer | None
    after: Bearer | None

    @property
    def bearer(self) -> str:
        """What bears it now, or bore it."""
        return (self.after or self.before or _NOBODY).bearer

    @property
    def bearer_word(self) -> str:
        """The same in a word for people."""
        return BEARERS[self.bearer]

    @property
    def word(self) -> str:
        """What happened to it, in a word."""
        return WORDS[self.kind]

    @property
    def title(self) -> str:
        """What it is called now, or was."""
        return (self.after or self.before or _NOBODY).title


_NOBODY = Bearer("", "", "", "", None)


def id_changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[IdChange, ...]:
    """Return the ids that differ between two folders, by what happened, what bears them, and name."""
    old, new = bearers_in(before), bearers_in(after)
    found = (_change(key, old.get(key), new.get(key)) for key in sorted({*old, *new}))
    order = {name: place for place, name in enumerate(BEARERS)}
    return tuple(
        sorted(
            (one for one in found if one is not None),
            key=lambda one: (KINDS.index(one.kind), order[one.bearer], one.id),
        )
    )


def bearers_in(files: Mapping[str, bytes]) -> dict[str, Bearer]:
    """Return id → what bears it, as far as the folder can be read; an id that stands twice is given once."""
    draft = read_draft(files, Findings(), "warning") if files else None
    return {} if draft is None else {one.id: one for one in _bearers(draft) if one.id not in ("", "?")}


def _change(key: str, old: Bearer | None, new: Bearer | None) -> IdChange | None:
    make = partial(IdChange, key, before=old, after=new)
    if old is None:
        return make(kind="added")
    if new is None:
        return make(kind="retired")
    return make(kind="changed") if (old.bearer, old.said) != (new.bearer, new.said) else None


def _bearers(draft: Draft) -> Iterator[Bearer]:
    """A file that was only moved says the same: its path and the name in its address are no content."""
    for lesson in draft.lessons():
        one = lesson.lesson
        yield Bearer(one.id, "lesson", "", one.title, replace(one, path="", key=""))
    for quiz in draft.quizzes():
        rules = replace(quiz.quiz, path="", key="", questions=())
        yield Bearer(quiz.quiz.id, "quiz", quiz.quiz.kind, quiz.quiz.title, (rules, _keys(quiz.set.placed)))
    for bank in draft.banks:
        yield Bearer(bank.bank.id, "bank", "", bank.bank.title, (bank.bank.title, _keys(bank.set.placed)))
    for found in [*(quiz.set for quiz in draft.quizzes()), *(bank.set for bank in draft.banks)]:
        yield from (Bearer(case.key, "case", "", case.key, case.html) for case in found.cases)
    for placed in draft.placed_questions():
        asked = placed.question
        title = asked.stem_text if asked else placed.key
        yield Bearer(placed.key, "question", asked.type if asked else placed.kind, title, asked)


def _keys(placed: Any) -> tuple[str, ...]:
    return tuple(one.key for one in placed)
