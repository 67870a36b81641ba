"""An answer is kept: one guarded statement checks the attempt and writes the journal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.assessment.domain.journal import latest
from app.assessment.models import Attempt, ResponseEvent
from app.assessment.queries import AttemptRecord, journal_of
from app.foundation.db import UtcDateTime
from app.foundation.errors import BadInput
from app.foundation.ids import new_public_id
from app.foundation.straight import Straight
from app.foundation.transaction import Unit

GRACE = timedelta(seconds=5)
_KEY = re.compile(r"[a-z][a-z0-9-]{1,59}")
_WRITER = re.compile(r"[A-Za-z0-9-]{1,12}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_TICK = timedelta(microseconds=1)
_MOST_VALUES, _LONGEST_VALUE, _MOST_SAVES = 30, 200, 5_000


class Saved(StrEnum):
    """What became of a save."""

    KEPT = "kept"
    STALE = "stale"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AnswerToSave:
    """One answer as the page sent it; `sequence` rises within one open page (`writer`).

    `waited`: how long ago it was given, by the device's own clock; longer than a moment where the line was down.
    """

    writer: str
    sequence: int
    item: str
    answer: tuple[str, ...]
    flagged: bool
    client_at: int | None
    waited: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        """Refuse what no page of ours sends."""
        right = (
            _WRITER.fullmatch(self.writer)
            and _KEY.fullmatch(self.item)
            and 0 <= self.sequence <= _MOST_SAVES
            and len(self.answer) <= _MOST_VALUES
            and all(isinstance(value, str) and len(value) <= _LONGEST_VALUE for value in self.answer)
            and not any(_UNSTORABLE.search(value) for value in self.answer)
            and (self.client_at is None or 0 <= self.client_at < 2**53)
        )
        if not right:
            raise BadInput


_NEWER = sa.and_(
    ResponseEvent.item == sa.bindparam("item", type_=sa.String),
    ResponseEvent.writer != sa.bindparam("writer", type_=sa.String),
    ResponseEvent.at > sa.bindparam("given", type_=UtcDateTime),
)
"""Another window's save of the item that arrived after this answer was given."""
_OPEN_ATTEMPT = (
    sa.select(
        Attempt.id,
        sa.bindparam("writer", type_=sa.String),
        sa.bindparam("sequence", type_=sa.Integer),
        sa.bindparam("item", type_=sa.String),
        sa.bindparam("answer", type_=sa.JSON),
        sa.bindparam("flagged", type_=sa.Boolean),
        sa.bindparam("client_at", type_=sa.BigInteger),
        sa.bindparam("now", type_=UtcDateTime),
    )
    .where(
        Attempt.public_id == sa.bindparam("public_id"),
        Attempt.person_id == sa.bindparam("person_id"),
        Attempt.state == "in_progress",
        sa.or_(Attempt.deadline.is_(None), Attempt.deadline >= sa.bindparam("late", type_=UtcDateTime)),
        Attempt.form_keys.contains(sa.bindparam("marked", type_=sa.String)),
        ~sa.exists().where(ResponseEvent.attempt_id == Attempt.id, _NEWER),
    )
    .with_for_update(read=True, of=Attempt)
)
"""The open attempt, held against being closed meanwhile: on PostgreSQL an answer could otherwise be kept between the
marking and its commit, and would be told as saved without having counted. SQLite has one writer and ignores it."""
_COLUMNS = ["attempt_id", "writer", "sequence", "item", "answer", "flagged", "client_at", "at"]
_KEEP = {
    dialect: Straight(insert(ResponseEvent).from_select(_COLUMNS, _OPEN_ATTEMPT).on_conflict_do_nothing())
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_EXISTS = (
    sa.select(Attempt.state, Attempt.deadline, ResponseEvent.sequence)
    .outerjoin(
        ResponseEvent,
        sa.and_(
            ResponseEvent.attempt_id == Attempt.id,
            ResponseEvent.writer == sa.bindparam("writer"),
            ResponseEvent.sequence == sa.bindparam("sequence"),
        ),
    )
    .where(Attempt.public_id == sa.bindparam("public_id"), Attempt.person_id == sa.bindparam("person_id"))
)

_NEWEST = (
    sa.select(ResponseEvent.answer, ResponseEvent.flagged, ResponseEvent.at)
    .join(Attempt, Attempt.id == ResponseEvent.attempt_id)
    .where(Attempt.public_id == sa.bindparam("public_id"), Attempt.person_id == sa.bindparam("person_id"), _NEWER)
    .order_by(ResponseEvent.at.desc())
    .limit(1)
)


def save_answer(unit: Unit, public_id: str, person_id: str, answer: AnswerToSave) -> Saved:
    """Keep one answer; a repeated one changes nothing and counts as kept, a late one is refused, none is an error.

    An answer that waited on its device while another window gave a newer one is stale and does not overwrite it.
    The journal never runs backwards: after the clock was set back, an answer counts as given just after the last one.
    """
    values = {
        "public_id": public_id,
        "person_id": person_id,
        "writer": answer.writer,
        "sequence": answer.sequence,
        "item": answer.item,
        "answer": list(answer.answer),
        "flagged": answer.flagged,
        "client_at": answer.client_at,
        "now": unit.now,
        "late": unit.now - GRACE,
        "given": unit.now - answer.waited,
        "marked": f" {answer.item} ",
    }
    return Saved.KEPT if _is_kept(unit, values) else _why_not(unit, values, unit.now, answer.waited)


def _is_kept(unit: Unit, values: Mapping[str, object]) -> bool:
    return _KEEP[unit.connection.dialect.name].count(unit.connection, values) == 1


def _why_not(unit: Unit, values: Mapping[str, object], now: datetime, waited: timedelta) -> Saved:
    row = unit.connection.execute(_EXISTS, values).one_or_none()
    if row is None:
        return Saved.UNKNOWN
    if row.sequence is not None:
        return Saved.KEPT
    if row.state != "in_progress" or (row.deadline is not None and row.deadline < now - GRACE):
        return Saved.CLOSED
    newest = unit.connection.execute(_NEWEST, values).one_or_none()
    if newest is None:
        return Saved.UNKNOWN
    if (newest.answer, newest.flagged) == (values["answer"], values["flagged"]):
        return Saved.KEPT
    after = newest.at + _TICK
    if newest.at > now and _is_kept(unit, {**values, "now": after, "given": after - waited}):
        return Saved.KEPT
    return Saved.STALE


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """One item of a form sent without scripts: what it holds now, and what it held when the page was made."""

    item: str
    answer: tuple[str, ...]
    flagged: bool
    was: tuple[str, ...]
    was_flagged: bool


def save_form(unit: Unit, attempt: AttemptRecord, answers: Sequence[FormAnswer]) -> Saved:
    """Keep what the person changed on this page; what they left alone never overwrites a newer answer."""
    changed = [a for a in answers if (a.answer, a.flagged) != (a.was, a.was_flagged)]
    current = latest(journal_of(unit.connection, attempt.id)) if changed else None
    outcome = Saved.KEPT
    writer = f"f{new_public_id()[:11]}"
    for sequence, answer in enumerate(changed):
        held = (current.responses.get(answer.item, ()), answer.item in current.flags) if current else None
        if held != (answer.answer, answer.flagged):
            to_save = AnswerToSave(writer, sequence, answer.item, answer.answer, answer.flagged, None)
            outcome = save_answer(unit, attempt.public_id, attempt.person_id, to_save)
    return outcome
