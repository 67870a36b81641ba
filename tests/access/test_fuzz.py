"""Requests that nobody would think of: whatever is asked, by whomever, the answer is no failure of ours (S5)."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.test_matrix import TABLE
from tests.access.world import World

SLOWEST = 2.0
EXAMPLES = 250
LINES = st.sampled_from(TABLE.lines)
ACTORS = st.sampled_from(TABLE.actors)
FIELDS = (
    "name password code next new again shared document together key rank agency number reason case path line comment "
    "note title body minutes stem kind right option-1 reason-1 check a before after show family subject period type as "
    "language back role save i-p1-kind was-p1-kind flag-p1-kind file text action based_on source_hash"
)
NAMES = st.sampled_from(FIELDS.split())
TEXTS = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(
        ["", "0", "-1", "1e999", "NaN", "٣", "null", "[]", "%00", "'", '"', "../..", "{{7*7}}", "x" * 3000]
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)
SAVES = st.fixed_dictionaries(
    {},
    optional={
        "writer": st.text(max_size=14) | JSON,
        "sequence": st.integers(-5, 6000) | JSON,
        "item": st.sampled_from(["p1-kind", "p1-quick-look", ""]) | JSON,
        "answer": st.lists(TEXTS, max_size=4) | JSON,
        "flag": JSON,
        "at": st.integers(-(2**60), 2**60) | JSON,
        "sent": st.integers(-(2**60), 2**60) | JSON,
    },
)
BODIES = st.one_of(
    st.dictionaries(NAMES, TEXTS, max_size=6).map(lambda form: {"form": form}),
    SAVES.map(lambda body: {"json": body}),
    JSON.map(lambda body: {"json": body}),
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(LINES, ACTORS, st.one_of(st.none(), TEXTS), st.dictionaries(NAMES, TEXTS, max_size=3), BODIES)
def test_no_request_fails_or_hangs(
    world: World, line: Any, actor: str, other: str | None, query: dict[str, str], body: dict[str, Any]
) -> None:
    """S5: every route, every actor, any object, query, form and JSON: no 5xx, and no answer takes two seconds."""
    path = world.address(line)
    if other is not None and line.names:
        values = dict.fromkeys(line.names, quote(other, safe="/", errors="replace"))
        path = line.rule
        for name in line.names:
            path = path.replace(f"<path:{name}>", values[name]).replace(f"<{name}>", values[name])
    begun = time.thread_time()
    asked = "&".join(f"{quote(key)}={quote(value, errors='replace')}" for key, value in query.items())
    answer = world.send(line.method, f"{path}?{asked}", actor, **(body if line.method == "POST" else {}))
    took = time.thread_time() - begun  # of the processor: a busy machine is not our fault
    world.heal()
    assert answer.status_code < 500, f"{line.method} {path}?{asked} as {actor} with {body}"
    assert took < SLOWEST, f"{line.method} {path} as {actor} took {took:.1f} s"
