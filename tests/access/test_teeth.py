"""The matrix has teeth: each check that guards a page is taken out in turn, and the matrix must say so (S2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.visitors import cloned_traverse

from app.accreditation import ask_routes, holder_routes
from app.accreditation.services import training_together
from app.assessment import queries as assessment_queries
from app.assessment.models import ResponseEvent
from app.assessment.services import saving
from app.curriculum import authoring_queries
from app.curriculum.models import Course
from app.curriculum.services import reviewing
from app.foundation.straight import Straight
from app.foundation.transaction import Unit
from app.identity import people_routes, queries, sessions
from app.identity.policy import ROLE_PERMISSIONS
from app.identity.services import browser_sessions, giving_roles, letting_in
from app.insight import queries as insight_queries
from app.learning import places
from app.learning import queries as learning_queries
from app.learning.services import enrolling
from app.web import cycle
from app.web.access import public
from app.web.permissions import Permission
from tests.access.test_matrix import TABLE, wrong_cells
from tests.access.world import World

Hole = Callable[[pytest.MonkeyPatch, World], None]
EVERYTHING, NOTHING = frozenset(Permission), frozenset[Permission]()
EVERY_ROLE = tuple(ROLE_PERMISSIONS)
LESSON = "GET /courses/<course>/<module>/<slug> [lesson]"
START = "POST /courses/<course>/<module>/<slug>/start"
LET_IN = "POST /people/<public_id>/let-in"
DESK = "GET /authoring/<course>"
ASK = "POST /authoring/<course>/ask-for-review"
REGISTER = "GET /accreditation/register [-]"
PERSON = "GET /people/<public_id>"
SEND_BACK = "POST /authoring/reviews/<course>/send-back [desk-review]"
TRUE_OFFICER = people_routes._officer


def loosened(statement: Any, word: str) -> Any:
    """Return the statement without the conditions that hold `word`; their parameters are still taken."""
    dropped: list[str] = []

    def drop(part: Any) -> None:
        kept = []
        for one in part._where_criteria:
            if word not in str(one):
                kept.append(one)
                continue
            dropped.append(str(one))
            kept += [sa.bindparam(bind.key, type_=bind.type).is_not(None) for bind in _binds(one)]
        part._where_criteria = tuple(kept)

    made = cloned_traverse(statement, {}, {"select": drop, "update": drop})
    assert dropped, f"no condition with {word!r} in {statement}"
    return made


def _binds(condition: Any) -> list[Any]:
    found: dict[str, Any] = {}
    cloned_traverse(condition, {}, {"bindparam": lambda bind: found.setdefault(bind.key, bind)})
    return [bind for bind in found.values() if bind.required]


def statement(module: Any, name: str, word: str) -> Hole:
    """Take the conditions with `word` out of a statement of `queries`."""

    def hole(patch: pytest.MonkeyPatch, world: World) -> None:
        found = getattr(module, name)
        looser = Straight(loosened(found.statement, word)) if isinstance(found, Straight) else loosened(found, word)
        patch.setattr(module, name, looser)

    return hole


def function(module: Any, name: str, instead: Callable[..., Any]) -> Hole:
    """Put something that checks nothing in the place of a function."""
    return lambda patch, world: patch.setattr(module, name, instead)


def permissions(give: Callable[[str, str], frozenset[Permission]]) -> Hole:
    """Give roles other permissions."""
    return lambda patch, world: patch.setattr(sessions, "permissions_of", give)


def bare(endpoint: str) -> Hole:
    """Leave the `@requires` of a view out."""

    def hole(patch: pytest.MonkeyPatch, world: World) -> None:
        views = world.instance.app.view_functions
        patch.setitem(views, endpoint, public(views[endpoint].__wrapped__))

    return hole


def save_to(word: str) -> Hole:
    """Take a condition out of the statement that keeps an answer."""

    def hole(patch: pytest.MonkeyPatch, world: World) -> None:
        looser = loosened(saving._OPEN_ATTEMPT, word)
        kept = sqlite.insert(ResponseEvent).from_select(saving._COLUMNS, looser).on_conflict_do_nothing()
        patch.setitem(saving._KEEP, "sqlite", Straight(kept))

    return hole


def more_for(role: str, permission: Permission) -> Hole:
    """Let a role do one thing more."""
    more = {**ROLE_PERMISSIONS, role: ROLE_PERMISSIONS[role] | {permission}}
    return permissions(lambda held, stage: more[held] if stage == "full" else frozenset())


def open_to_join(patch: pytest.MonkeyPatch, world: World) -> None:
    """Courses by nomination can be joined."""
    true = enrolling.live_course

    def opened(*given: Any) -> Any:
        found = true(*given)
        return found and replace(found, open_to_join=True)

    patch.setattr(enrolling, "live_course", opened)


def any_officer(visit: Any, public_id: str, *, active: bool = False) -> Any:
    """Find an officer who left as if they were there."""
    return TRUE_OFFICER(visit, public_id)


def any_course(unit: Unit, course: str, _person_id: str) -> Any:
    """Return a course as if whoever asks owned it."""
    return unit.session.scalars(sa.select(Course).where(Course.key == course)).one()


HOLES: dict[str, tuple[Hole, str]] = {
    "every role may do everything": (
        permissions(lambda r, s: EVERYTHING if s == "full" else frozenset()),
        "GET /audit",
    ),
    "the second factor is not needed": (permissions(lambda r, s: ROLE_PERMISSIONS[r]), "GET /people [-]"),
    "coordinators read the log": (more_for("coordinator", Permission.AUDIT_READ), "GET /audit"),
    "partners search the register": (
        more_for("partner", Permission.REGISTER_SEARCH),
        REGISTER,
    ),
    "a view lost its requires": (bare("audit.status"), "GET /status"),
    "a list lost its requires": (bare("log.log"), "GET /audit [-]"),
    "a session that ended lives on": (statement(sessions, "_SESSION", "ended_at"), "GET /account/password"),
    "a session idles for ever": (function(sessions, "has_lapsed", lambda *_: False), "GET /account/password"),
    "who left stays": (statement(sessions, "_SESSION", "person.state"), "GET /account/password"),
    "a role that was taken counts": (statement(sessions, "_SESSION", "valid_until"), "GET /account/password"),
    "forged forms are taken": (function(cycle, "check_origin_and_token", lambda _: None), "POST /account/password"),
    "any attempt opens": (statement(assessment_queries, "_ATTEMPT", "attempt.person_id"), "GET /attempts"),
    "any attempt takes answers": (save_to("attempt.person_id"), "POST /attempts/<public_id>/save [open]"),
    "a closed attempt takes answers": (save_to("attempt.state"), "POST /attempts/<public_id>/save [done]"),
    "lessons open without enrolment": (statement(learning_queries, "_ONE", "person_id"), LESSON),
    "figures open without enrolment": (statement(learning_queries, "_VERSIONS", "person_id"), "GET /media"),
    "handed-in work opens to all staff": (
        function(ask_routes, "_may_assess", lambda *_: True),
        "GET /accreditation/evidence/handed-in",
    ),
    "locked examinations start": (function(places.Place, "refuse_if_locked", lambda _: None), f"{START} [closed-exam]"),
    "any course can be joined": (open_to_join, "POST /courses/<course>/join [closed]"),
    "any certificate is handed out": (function(holder_routes, "_may_have", lambda *_: True), "GET /certificates/"),
    "coordinators see every agency": (
        statement(queries, "OFFICER", "agency.path"),
        f"{PERSON} [person-own]",
    ),
    "coordinators see staff": (
        statement(queries, "OFFICER", "role_grant.role"),
        f"{PERSON} [person-clerk]",
    ),
    "coordinators fill every agency": (statement(queries, "AGENCIES", "agency.path"), "POST /people/new [far-agency]"),
    "coordinators act on who left": (function(people_routes, "_officer", any_officer), f"{LET_IN} [person-gone]"),
    "who left is given roles": (
        function(giving_roles, "refuse_left", lambda *_: None),
        "POST /users/<public_id>/roles [person-gone]",
    ),
    "closed cohorts take officers": (
        function(training_together, "refuse_closed", lambda _: None),
        "POST /people/cohorts/<public_id>/officers [gone-cohort]",
    ),
    "coordinators let staff in": (function(letting_in, "refuse_staff", lambda *_: None), f"{LET_IN} [person-double]"),
    "any session can be ended": (statement(browser_sessions, "_END_ONE", "person_id"), "POST /account/sessions/<"),
    "any role can be chosen": (function(browser_sessions, "roles_of", lambda *_: EVERY_ROLE), "POST /role [unheld]"),
    "partners read each other": (
        lambda patch, _: patch.setattr(
            insight_queries, "_OF_PERIOD", loosened(insight_queries._OF_PERIOD, "audience").limit(1)
        ),
        "GET /insight/",
    ),
    "trainers open each other's desks": (
        statement(authoring_queries, "_ON_DESK", "course_owner"),
        f"{DESK} [desk-d",
    ),
    "trainers act on each other's desks": (function(reviewing, "owned_course", any_course), f"{ASK} [desk-draft]"),
    "authors send their own work back": (function(reviewing, "refuse_own_work", lambda *_: None), SEND_BACK),
}
"""What is taken out, and how the titles of the lines begin that must notice it."""


@pytest.mark.parametrize("name", HOLES)
def test_the_matrix_notices_that(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """S2: 20 removed checks and more, each found: somebody gets further than the table says."""
    hole, where = HOLES[name]
    hole(monkeypatch, world)
    lines = [line for line in (*TABLE.lines, *TABLE.gone) if line.title.startswith(where)]
    assert lines
    noticed = next(filter(None, (wrong_cells(world, line) for line in lines)), [])
    assert noticed, "the matrix is blind to it"
    assert not [cell for cell in noticed if ": 500" in cell], "the hole breaks the page instead of opening it"
