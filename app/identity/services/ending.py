"""Somebody's roles end: at once, with every session; the record of what they did and earned stays (X19)."""

from __future__ import annotations

from collections.abc import Collection

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.account_queries import roles_of
from app.identity.services.actor import SYSTEM, Actor, of_person
from app.identity.services.browser_sessions import end_all_quietly
from app.identity.services.mail_addresses import forget_waiting
from app.identity.services.people import end_role
from app.identity.services.text_numbers import forget_number


class RoleNotHeld(Refusal):
    """The person does not hold the role that is to end."""

    code = "role_not_held"
    message = N_("This person does not hold this role.")


def end_roles(unit: Unit, person_id: str, roles: Collection[str] = (), actor: Actor = SYSTEM) -> tuple[str, ...]:
    """End the roles named, or all, and every session of the person; return which ended. Raises `RoleNotHeld`."""
    held = roles_of(unit.connection, person_id, unit.now)
    if not held or not set(roles) <= set(held):
        raise RoleNotHeld
    ended = tuple(role for role in held if not roles or role in roles)
    for role in ended:
        end_role(unit, person_id, role, actor)
    if len(ended) == len(held):
        forget_number(unit, person_id)
        forget_waiting(unit, person_id)
    sessions = end_all_quietly(unit, person_id)
    subject = of_person(person_id)
    record(unit, AuditTag.SESSION_ENDED, actor=actor.id, role=actor.role, subject=subject, ended=sessions)
    return ended
