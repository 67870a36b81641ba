"""Sensitive acts ask again for every factor after a quarter of an hour: which they are, and nobody slips by (S8)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.access.table import Line, read_table
from tests.access.test_matrix import told
from tests.access.world import World

MARKED = {
    "GET /people/<public_id>/let-in",
    "POST /people/<public_id>/let-in",
    "POST /account/passkeys/<public_id>/remove",
    "POST /account/copy",
    "POST /account/email/address",
    "POST /account/email/remove",
    "GET /account/copy/<copy_id>.zip",
    "POST /settings/<key>",
    "POST /users/<public_id>/mandates",
    "POST /users/mandates/<public_id>/end",
    "POST /users/<public_id>/lock",
    "POST /users/<public_id>/roles",
    "POST /users/<public_id>/unlock",
    "POST /users/<public_id>/role-proposal",
    "POST /users/roles/<public_id>",
    "POST /users/<public_id>/recovery",
    "POST /users/recovery/<public_id>",
    "GET /accreditation/cases/<public_id>/decide",
    "POST /accreditation/cases/<public_id>/decide",
    "POST /accreditation/cases/<public_id>/answer",
    "POST /accreditation/withdrawals/<public_id>",
    "POST /accreditation/appeals/<public_id>",
    "GET /accreditation/register/<number>/<act>",
    "POST /accreditation/register/<number>/<act>",
    "GET /accreditation/register/<number>/record.<ending>",
    "POST /accreditation/import",
    "POST /authoring/<course>/owners",
    "POST /authoring/<course>/owners/end",
    "POST /authoring/<course>/publish",
    "POST /authoring/<course>/publish-wording",
    "POST /authoring/reviews/<course>/approve",
}
"""Grant, refuse, withdraw, suspend; role and access; publish; settings; a personal record to take away."""

WEIGHTY = re.compile(r"^POST .*/(publish[\w-]*|approve|decide|withdraw[\w-]*|grant|roles|export|lock|recover[\w-]*)$")
"""What a new route of such a name does weighs as much: it is marked, or stands in `LIGHT` with the reason."""

LIGHT = {
    "POST /account/recovery-codes": "asks for the password itself, and is the person's own",
    "POST /grants/<public_id>/withdraw": "a sum of money that was recorded wrongly; it is recorded anew",
}
_LONG_AGO = sa.text("UPDATE session SET proven_at = :at")


def marked(world: World) -> set[str]:
    """Return method and rule of every route that is marked."""
    app = world.instance.app
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if getattr(app.view_functions[rule.endpoint], "fresh", False)
    }


def test_the_sensitive_acts_are_marked_and_listed(world: World) -> None:
    """S8: a mark that is taken out, or put in unseen, shows here."""
    found = marked(world)
    assert found == MARKED
    rules = {f"{line.method} {line.rule}" for line in read_table().lines}
    assert {rule for rule in rules if WEIGHTY.match(rule)} - found == set(LIGHT)


@pytest.mark.parametrize(
    "line", [one for one in read_table().firsts if f"{one.method} {one.rule}" in MARKED], ids=lambda line: line.title
)
def test_a_sensitive_act_asks_for_the_factors_again_and_does_nothing(world: World, line: Line) -> None:
    """S8: for whoever may do it; a page leads to the factors, a form is answered with them, a program is told."""
    stale = (world.instance.works.database.clock() - timedelta(minutes=16)).replace(tzinfo=None)
    world.do(lambda unit: unit.connection.execute(_LONG_AGO, {"at": stale}))
    before = world.state()
    answer = world.send(line.method, world.address(line), line.by, form={"reason": "typed before"})
    if line.method == "GET":
        assert told(answer) == "303"
        assert answer.headers["Location"].startswith("/account/again?next=/")
    else:
        assert answer.status_code == 403
        assert b'name="kept" value="reason=typed+before"' in answer.data
    assert world.state() == before
    world.heal()
