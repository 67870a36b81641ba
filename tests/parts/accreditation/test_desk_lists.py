"""The lists of the desk: narrowed, searched and paged alike on both databases; nothing falls off their end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.accreditation.appeal_desk_queries import appeals_listed
from app.accreditation.claim_queries import claims_listed
from app.accreditation.models import Appeal, AppealEvent
from app.accreditation.services.recording import rule_on_claim
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from tests.parts.accreditation.test_evidence_reads import people
from tests.plugins.instances import Instance

APPEALS, CLAIMS = "/accreditation/appeals", "/accreditation/claims"


def paged(read: Callable[[str], tuple[Any, ...]]) -> list[str]:
    """Read a list two by two to its end; return the public ids in order."""
    found: list[str] = []
    while page := read(found[-1] if found else ""):
        found += [one.public_id for one in page]
        assert len(found) < 200
    return found


def file_many(unit: Unit, demo: Instance, who: dict[str, str]) -> None:
    """Ninety complaints, of which every third is over and every third acknowledged, due on few days."""
    for number in range(90):
        one = Appeal(id=new_id(), public_id=f"filed{number:011}", kind="complaint", person_id=who["kofi"], grounds="x",
                     filed_at=unit.now, acknowledge_by=date(2026, 12, 1) + timedelta(days=number % 4),
                     answer_by=date(2027, 1, 1))  # fmt: skip
        unit.session.add(one)
        unit.session.flush()
        steps = ("acknowledged", "answered")[: number % 3]
        unit.session.add_all(
            AppealEvent(id=new_id(), appeal_id=one.id, position=place, kind=kind, actor=who["staff"], text="y",
                        at=unit.now) for place, kind in enumerate(steps, 1)
        )  # fmt: skip


def test_every_page_of_a_list_goes_on_where_the_one_before_ended(demo_on_both: Instance) -> None:
    """A23, A13: appeals by the day on which they are due, claims oldest first, what was answered last word first."""
    works, who = demo_on_both.works, people(demo_on_both)
    works.database.write(lambda unit: file_many(unit, demo_on_both, who))
    with works.database.reading() as connection:
        for shown in ("open", "over"):
            whole = [one.public_id for one in appeals_listed(connection, shown, most=99)]
            assert len(whole) == {"open": 60, "over": 30}[shown]
            assert paged(lambda after, shown=shown: appeals_listed(connection, shown, after=after, most=7)) == whole
        due = [one.deadline(date(2026, 11, 26)) for one in appeals_listed(connection, "open", most=99)]
        assert due == sorted(due, key=lambda one: one.by if one else date.max)
        assert appeals_listed(connection, "open", kind="appeal") == ()
        waiting = [one.public_id for one in claims_listed(connection, "waiting")]
        assert paged(lambda after: claims_listed(connection, "waiting", after=after, most=2)) == waiting
        kinds = {one.kind for one in claims_listed(connection, "waiting", people=[who["kofi"]])}
        for kind in ("logged-case", "prior-learning"):
            found = claims_listed(connection, "waiting", kind=kind, people=[who["kofi"]])
            assert bool(found) == (kind in kinds)
    staff = Actor(who["staff"], "accreditation")
    for public_id in waiting:
        works.database.write(lambda unit, one=public_id: rule_on_claim(unit, staff, one, "refused", "Not enough."))
    with works.database.reading() as connection:
        answered = paged(lambda after: claims_listed(connection, "answered", after=after, most=2))
        assert answered == waiting[::-1]
        assert claims_listed(connection, "answered", people=[]) == ()


SAID = [
    (APPEALS, "60 open, 30 closed."),
    (f"{APPEALS}?show=over", "Closed, the newest first"),
    (f"{APPEALS}?kind=appeal", "Nothing of this kind is open."),
    (f"{APPEALS}?find=filed00000000005", "filed00000000005"),
    (f"{APPEALS}?find=PRV-1", "No appeal or complaint has this number"),
    (f"{CLAIMS}?name=kofi", "Kofi Boateng (demo)"),
    (f"{CLAIMS}?name=nobody", "Nobody with all of these words in their name has a claim in this list."),
    (f"{CLAIMS}?kind=other-certificate&show=answered", "No claim of this kind stands in this list."),
    ("/accreditation/schemes?find=first+responder&kind=knowledge", "Knowledge certificate"),
    ("/accreditation/schemes?find=nothing", "No scheme of this kind has these words in its title."),
]


def test_a_list_says_what_was_found_or_why_nothing_was(demo: Instance) -> None:
    """A23: what narrows a list stays in its links, and its end is reached by the next page."""
    who, staff = people(demo), demo.signed_in("staff")
    assert staff.get(APPEALS).sees("Nobody has appealed or complained.")
    demo.works.database.write(lambda unit: file_many(unit, demo, who))
    for path, said in SAID:
        assert staff.get(path).sees(said), path
    first = staff.get(f"{APPEALS}?kind=complaint")
    second = staff.get(first.link("Next"))
    listed = [page.tree.xpath("//tbody//a/text()") for page in (first, second)]
    assert [len(one) for one in listed] == [50, 10]
    assert not set(listed[0]) & set(listed[1])
    assert second.link("First page") == f"{APPEALS}?show=open&kind=complaint"
    with pytest.raises(AssertionError):
        second.link("Next")
