"""The life of a credential: its state on a day, what may happen next, what is never possible."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.accreditation.domain.life import (
    GROUNDS,
    Act,
    CredentialState,
    LifeEvent,
    is_due,
    is_suspended,
    legal_acts,
    standing_suspension,
    state_of,
)

END = date(2027, 3, 1)
BEFORE, AFTER = END, END + timedelta(days=1)
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
ISSUED = ("issued",)
SUSPENDED = (*ISSUED, "suspended")
ALL = {"suspend", "withdraw", "correct"}
LIVES = [
    (ISSUED, BEFORE, "valid", ALL),
    (ISSUED, AFTER, "expired", {"withdraw", "correct"}),
    (SUSPENDED, BEFORE, "suspended", {"reinstate", "withdraw"}),
    (SUSPENDED, AFTER, "expired", {"reinstate", "withdraw"}),
    ((*SUSPENDED, "reinstated"), BEFORE, "valid", ALL),
    ((*SUSPENDED, "reinstated"), AFTER, "expired", {"withdraw", "correct"}),
    ((*SUSPENDED, "reinstated", "suspended"), BEFORE, "suspended", {"reinstate", "withdraw"}),
    ((*ISSUED, "withdrawn"), BEFORE, "withdrawn", set()),
    ((*ISSUED, "withdrawn"), AFTER, "withdrawn", set()),
    ((*SUSPENDED, "withdrawn"), BEFORE, "withdrawn", set()),
    ((*ISSUED, "superseded"), BEFORE, "superseded", set()),
    ((*ISSUED, "superseded"), AFTER, "superseded", set()),
]


@pytest.mark.parametrize(("events", "today", "state", "acts"), LIVES)
def test_a_life_has_one_state_and_its_legal_next_acts(
    events: tuple[str, ...], today: date, state: str, acts: set[str]
) -> None:
    """U1, A5, A6, A7: withdrawn and replaced are final; the end of validity lifts no suspension."""
    assert state_of(events, END, today).value == state
    assert {act.value for act in legal_acts(events, END, today)} == acts


def test_every_act_names_the_classes_of_its_reason() -> None:
    """A6: the public reads a class of reason, never the words of staff."""
    assert set(GROUNDS) == set(Act)
    assert all(len(key) <= 40 for classes in GROUNDS.values() for key in classes)


@pytest.mark.parametrize(("ends_on", "today", "due"), [
    (None, AFTER, False), (END, END - timedelta(days=1), False), (END, END, True), (END, AFTER, True),
])  # fmt: skip
def test_a_suspension_is_due_from_its_day_on_and_does_not_lift_itself(
    ends_on: date | None, today: date, due: bool
) -> None:
    """A6: somebody looks at it; the state stays suspended until they do."""
    events = [LifeEvent("issued", AT), LifeEvent("suspended", AT, ends_on=ends_on)]
    assert is_due(standing_suspension(events), today) is due
    assert is_suspended([event.kind for event in events])
    assert standing_suspension([*events, LifeEvent("reinstated", AT)]) is None


class Lives(RuleBasedStateMachine):
    """Random lives on the pure rules: editions that supersede, renewals that follow, days that pass."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2026, 1, 1)
        self.lives: list[tuple[list[str], date, int]] = [(["issued"], self.today + timedelta(days=365), 1)]
        self.final: dict[int, CredentialState] = {}

    def _legal(self, place: int) -> frozenset[Act]:
        events, until, _ = self.lives[place]
        return legal_acts(events, until, self.today)

    def _state(self, place: int) -> CredentialState:
        events, until, _ = self.lives[place]
        return state_of(events, until, self.today)

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(data=st.data(), act=st.sampled_from(Act))
    def staff_act(self, data: st.DataObject, act: Act) -> None:
        place = data.draw(st.integers(0, len(self.lives) - 1))
        if act not in self._legal(place):
            return
        events, until, cycle = self.lives[place]
        kind = {"suspend": "suspended", "reinstate": "reinstated", "withdraw": "withdrawn", "correct": "superseded"}
        events.append(kind[act])
        if act is Act.CORRECT:
            self.lives.append((["issued"], until, cycle))

    def _newest(self) -> int:
        cycle = max(cycle for *_, cycle in self.lives)
        return max(place for place, life in enumerate(self.lives) if life[2] == cycle)

    @precondition(lambda self: self._state(self._newest()) is CredentialState.VALID)
    @rule()
    def renewed(self) -> None:
        _, until, cycle = self.lives[self._newest()]
        self.lives.append((["issued"], until + timedelta(days=365), cycle + 1))

    @invariant()
    def what_is_final_stays_so(self) -> None:
        for place in range(len(self.lives)):
            state = self._state(place)
            assert self.final.get(place, state) is state
            if state in {CredentialState.WITHDRAWN, CredentialState.SUPERSEDED}:
                self.final[place] = state
                assert not self._legal(place)

    @invariant()
    def valid_means_in_time_and_not_suspended(self) -> None:
        for place, (events, until, _) in enumerate(self.lives):
            over = {"withdrawn", "superseded"} & set(events)
            valid = self.today <= until and not is_suspended(events) and not over
            assert (self._state(place) is CredentialState.VALID) == valid

    @invariant()
    def one_edition_of_a_cycle_is_not_superseded(self) -> None:
        cycles = {cycle for *_, cycle in self.lives}
        alive = [cycle for events, _, cycle in self.lives if "superseded" not in events]
        assert sorted(alive) == sorted(cycles)


Lives.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLives = Lives.TestCase
