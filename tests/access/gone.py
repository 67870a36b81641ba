"""What the matrix asks about things that were taken away: `GONE`, each ended as whoever may would end it.

A thing here keeps the address that it had. It is ended for the lines that ask about it, and there again afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.accreditation.services.appealing import take_back as take_appeal_back
from app.accreditation.services.asking import take_request_back
from app.accreditation.services.batching import take_batch_back
from app.accreditation.services.changing_scheme import take_change_back
from app.accreditation.services.declaring import end_conflict
from app.accreditation.services.lives import Grounds
from app.accreditation.services.recording import rule_on, take_claim_back
from app.accreditation.services.withdrawing import confirm_withdrawal, propose_withdrawal, take_back_withdrawal
from app.curriculum.services.editing import take_out_text
from app.curriculum.services.reviewing import give_up
from app.foundation.transaction import Unit
from app.identity.facts import PersonLeft
from app.identity.services.actor import Actor
from app.identity.services.browser_sessions import end_session
from app.identity.services.passkeys import remove_passkey
from app.identity.services.proposing_roles import take_back_proposal
from app.identity.services.recovering import take_back as take_recovery_back
from app.insight.services.following_up import skip
from app.insight.services.granting import withdraw_grant
from app.insight.services.quoting import withdraw as withdraw_quote
from app.learning.services.nominating import withdraw_of_leaver
from tests.access.table import Line, address
from tests.access.world import World

Way = Callable[[World, dict[str, str]], object]


@dataclass(frozen=True, slots=True)
class Gone:
    """A thing by the name that it has while it is there, and what takes it away."""

    thing: str
    end: Way


def by(who: str, role: str, service: Callable[[Unit, dict[str, str], Actor], object]) -> Way:
    """Somebody of the world does it."""
    return lambda world, thing: world.do(lambda unit: service(unit, thing, Actor(world.people[who], role)))


def by_form(who: str, rule: str, **form: str) -> Way:
    """An actor of the matrix sends the form that is there for it."""

    def end(world: World, thing: dict[str, str]) -> None:
        assert world.send("POST", address(rule, thing), who, form=form).status_code == 303

    return end


def erased(statement: str) -> Way:
    """The worker does it, when the time of the record is over."""
    return lambda world, thing: world.do(lambda unit: unit.connection.execute(sa.text(statement), thing))


def _withdrawn(world: World, thing: dict[str, str]) -> None:
    """Two of the accreditation staff withdraw a certificate."""
    first, second = (Actor(world.people[one], "accreditation") for one in ("staff2", "staff"))

    def work(unit: Unit) -> None:
        proposed = propose_withdrawal(unit, thing["number"], first, Grounds("issued-in-error", "The wrong scheme."))
        confirm_withdrawal(unit, proposed, second, "")

    world.do(work)


def _leaves(who: str) -> Way:
    """An officer leaves the agency: their nominations are withdrawn."""
    return by(who, "officer", lambda unit, _, actor: withdraw_of_leaver(unit, PersonLeft(actor.id)))


def _own(service: Callable[[Unit, Actor, str], object]) -> Way:
    return by("own", "officer", lambda unit, thing, actor: service(unit, actor, thing["public_id"]))


def _staff(who: str, service: Callable[[Unit, str, Actor], object], role: str = "accreditation") -> Way:
    return by(who, role, lambda unit, thing, actor: service(unit, thing["public_id"], actor))


def _trainer(service: Callable[[Unit, dict[str, str], str], object]) -> Way:
    return by("trn", "trainer", lambda unit, thing, actor: service(unit, thing, actor.id))


_ANNULLED = _staff("staff", lambda unit, sheet, actor: rule_on(unit, actor, sheet, "annulled", "The wrong officer."))
_REQUEST_BACK = _own(take_request_back)
_CLAIM_BACK = _own(take_claim_back)
_GIVEN_UP = _trainer(lambda unit, thing, who: give_up(unit, thing["course"], who))
_TAKEN_OUT = _trainer(
    lambda unit, thing, who: take_out_text(unit, course=thing["course"], person_id=who, path=thing["path"])
)
_DROPPED = _staff("rev", take_batch_back)
_FORGOTTEN = erased("DELETE FROM brought_file WHERE public_id = :public_id")

GONE: dict[str, Gone] = {
    "gone-passkey": Gone("own-passkey", _own(lambda unit, actor, key: remove_passkey(unit, key, actor))),
    "gone-session": Gone("own-session", _own(lambda unit, actor, session: end_session(unit, session, actor))),
    "gone-copy": Gone("own-copy", erased("DELETE FROM outbox WHERE id = :copy_id")),
    "gone-transcript": Gone("transcript-own", erased("DELETE FROM outbox WHERE name = 'transcript.print'")),
    "gone-job": Gone("job", erased("DELETE FROM outbox WHERE id = :job_id")),
    "gone-appeal": Gone("appeal-own", _own(take_appeal_back)),
    "gone-batch": Gone("batch", _DROPPED),
    "gone-claim": Gone("claim", _CLAIM_BACK),
    "gone-claim-file": Gone("evidence-file", lambda world, _: _CLAIM_BACK(world, world.objects["claim"])),
    "gone-sheet": Gone("sheet-sent", _ANNULLED),
    "gone-photograph": Gone("photograph", lambda world, _: _ANNULLED(world, world.objects["sheet-sent"])),
    "gone-asked": Gone("asked", _REQUEST_BACK),
    "gone-statement": Gone("asked-statement", _REQUEST_BACK),
    "gone-handed-in": Gone("handed-in", lambda world, _: _REQUEST_BACK(world, world.objects["asked"])),
    "gone-conflict": Gone("staff-conflict", _staff("staff", end_conflict)),
    "gone-nomination": Gone("nomination-own", _leaves("mate")),
    "gone-approved": Gone("nomination-approved", _leaves("new")),
    "gone-follow-up": Gone("follow-up-own", _own(lambda unit, actor, asked: skip(unit, actor.id, asked))),
    "gone-words": Gone("quote-own", _own(lambda unit, actor, asked: withdraw_quote(unit, actor.id, asked))),
    "gone-quote": Gone("quote", lambda world, _: GONE["gone-words"].end(world, world.objects["quote-own"])),
    "gone-grant": Gone("grant", _staff("op", withdraw_grant, "operator")),
    **{f"gone-{name}": Gone(f"{name}-own", _withdrawn) for name in ("number", "record", "suspend")},
    "gone-withdrawal": Gone("withdrawal", _staff("staff2", take_back_withdrawal)),
    "gone-change": Gone(
        "scheme-change",
        by("staff2", "accreditation", lambda unit, thing, who: take_change_back(unit, who, thing["public_id"])),
    ),
    "gone-cohort": Gone("cohort-own", by_form("coo", "/people/cohorts/<public_id>/close")),
    "gone-day": Gone("day-own", by_form("coo", "/people/days/<public_id>", act="off")),
    "gone-mandate": Gone("mandate", by_form("op", "/users/mandates/<public_id>/end")),
    "gone-recovery": Gone("recovery", _staff("clerk", take_recovery_back, "operator")),
    "gone-proposed-role": Gone("proposed-role", _staff("clerk", take_back_proposal, "operator")),
    "gone-draft": Gone("desk-draft", _GIVEN_UP),
    "gone-french": Gone("desk-french", _TAKEN_OUT),
    "gone-review": Gone("desk-review", _GIVEN_UP),
    "gone-text": Gone("desk-draft", _TAKEN_OUT),
    "gone-quiz": Gone("desk-quiz", _TAKEN_OUT),
    "gone-report": Gone("desk-live", erased("DELETE FROM reader_report WHERE public_id = :public_id")),
    "gone-document": Gone("brought-document", _FORGOTTEN),
    "gone-table": Gone("brought-table", _FORGOTTEN),
    "gone-folder": Gone("sent-folder", _FORGOTTEN),
}
"""By the name that the lines use. `person-gone`, an officer who left, is made in `things.py`."""


@contextmanager
def as_asked(world: World, line: Line) -> Iterator[Line]:
    """Take away what the line says is gone, for a while; yield the line with the name that it had."""
    gone = GONE.get(line.thing)
    if gone is None:
        yield line
        return
    with world.where(lambda: gone.end(world, world.objects[gone.thing])):
        yield replace(line, thing=gone.thing)
