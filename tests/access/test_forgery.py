"""No form of ours can be sent by another site, from an old page or with somebody else's token (S7)."""

from __future__ import annotations

from typing import Any

from tests.access.forms import form_for, json_for
from tests.access.table import Line
from tests.access.test_matrix import TABLE
from tests.access.world import ANONYMOUS, World

UNSAFE = [
    line
    for line in TABLE.lines
    if line.method == "POST" and (line.cells["own" if line.by == "-" else line.by] < "400" or line.by == "-")
]
OTHER_SITES: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://[::1"},
    {"Origin": "\udcff"},
]


def tokens(world: World, actor: str) -> dict[str, str]:
    """Return what is not the token of the actor's forms."""
    ring = world.instance.works.keyring
    return {
        "none": "",
        "nonsense": "0" * 40,
        "somebody else's": ring.request_token(world.tokens["new", "full"]),
        "a stranger's": ring.request_token(ANONYMOUS),
        "the session itself": world.tokens[actor, "full"],
        "not ASCII": "é" * 40,
    }


def sent(world: World, line: Line, actor: str, token: str, headers: dict[str, str]) -> int:
    """Send the line's form with this token; return the status."""
    client = world.instance.app.test_client(use_cookies=False)
    more: dict[str, Any] = json_for(world, line)
    if more:
        headers = {"X-CSRF-Token": token, **headers}
    else:
        more = {"data": {**form_for(world, line), "csrf_token": token}}
    headers = {"Cookie": f"provost={world.tokens[actor, 'full']}", **headers}
    answer = client.post(world.address(line), headers=headers, buffered=True, **more)
    assert not (world.changed and world.state() != world._state), f"{line.title} wrote"
    world.heal()
    return answer.status_code


def test_a_forged_form_is_refused_and_changes_nothing(world: World) -> None:
    """S7: every unsafe route, by whoever may use it, with every wrong token and from every other site."""
    for line in UNSAFE:
        actor = "own" if line.by == "-" else line.by
        for name, token in tokens(world, actor).items():
            assert sent(world, line, actor, token, {}) == 400, f"{line.title} with {name}"
        right = world.instance.works.keyring.request_token(world.tokens[actor, "full"])
        for headers in OTHER_SITES:
            assert sent(world, line, actor, right, headers) == 400, f"{line.title} from {headers}"


def test_every_unsafe_method_is_guarded(world: World) -> None:
    """S7: PUT, PATCH and DELETE ask for the token before anything else does."""
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        answer = world.instance.app.test_client().open("/account", method=method)
        assert answer.status_code == 400, method
