"""A thousand made-up holders, every third of them protected: strangers are told no name, and cannot tell who is."""

from __future__ import annotations

import random
import re
import statistics
import time
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from app.accreditation.services.looking_up import NAME
from app.foundation.transaction import Unit
from app.identity.services.people import NewPerson, add_agency, add_person
from app.jobs.services import enqueue
from tests.page import Browser
from tests.parts.accreditation.holders import grant_protected, grant_to, grant_to_somebody
from tests.plugins.instances import Instance

COUNT = 1000
OTHERS = (
    "/status/1/revocation",
    "/status/1/suspension",
    "/verify/offline",
    "/.well-known/provost/keys.json",
    "/.well-known/did.json",
)
UNKNOWN, MALFORMED = "PRV-0000-0000-0000-0000-0", "PRV-0000-0000-0000-0000-1"


@dataclass(frozen=True, slots=True)
class Named:
    """A holder: everything in `words` would name them."""

    number: str
    name: str
    protected: bool
    words: tuple[str, ...]


def make_holders(instance: Instance) -> list[Named]:
    """Grant a certificate to each; the names are letters that stand nowhere else."""
    drawn = random.Random(5)

    def word() -> str:
        return "Q" + "".join(drawn.choices("xzkwvj", k=9))

    def work(unit: Unit) -> list[Named]:
        agency = word()
        agency_id = add_agency(unit, name=agency, country="GH", kind="police")
        made = []
        for place in range(COUNT):
            first, last, original, rank, sign_in = (word() for _ in range(5))
            new = NewPerson(agency_id=agency_id, sign_in_name=sign_in, name=f"{first} {last}", name_original=original,
                            rank=rank, demo=True)  # fmt: skip
            grant = grant_protected if place % 3 == 0 else grant_to
            number = grant(unit, instance.works, add_person(unit, instance.works.keyring, new))
            words = (first, last, original, rank, sign_in, agency)
            made.append(Named(number, f"{first} {last}", place % 3 == 0, words))
        return made

    return instance.works.database.write(work)


def test_no_public_answer_names_one_of_a_thousand_holders(demo: Instance) -> None:
    """U2, A18: page, JSON, status lists, keys and the offline file; the page of staff is the positive control."""
    holders = make_holders(demo)
    demo.works.database.write(lambda unit: enqueue(unit, "status-lists.publish", {}, "lists"))
    demo.works.database.write(lambda unit: unit.connection.execute(
        sa.text("UPDATE outbox SET state = 'done' WHERE name = 'certificate.render'")))  # fmt: skip
    demo.work()
    client = demo.visitor().client
    pages = [client.get(f"/verify/{one.number}", headers={"Accept-Encoding": "identity"}).text for one in holders]
    answers = [client.get(f"/verify/{one.number}", headers={"Accept": "application/json"}).text for one in holders]
    others = [client.get(path).text for path in OTHERS]
    text = "\n".join([*pages, *answers, *others])
    words = {word for one in holders for word in one.words}
    assert len(words) > 4 * COUNT
    assert all(one.number in text for one in holders)
    assert named_in(text, words) == set()
    shown = demo.signed_in("staff").get(f"/accreditation/register/{holders[0].number}").text
    assert set(holders[0].name.split()) <= named_in(shown, words)
    assert named_in(text + holders[-1].words[0], words) == {holders[-1].words[0]}
    sizes = {protected: {len(page) for page, one in zip(pages, holders, strict=True) if one.protected is protected}
             for protected in (True, False)}  # fmt: skip
    assert sizes[True] == sizes[False]
    assert len(sizes[True]) == 1


def named_in(text: str, words: set[str]) -> set[str]:
    """Return the words that stand in a text; each is ten letters that begin with Q."""
    return words.intersection(re.findall("(?=(Q.{9}))", text, re.DOTALL))


@pytest.mark.parametrize("protected", [True, False])
def test_a_guess_at_a_protected_name_is_confirmed_to_nobody(demo: Instance, protected: bool) -> None:
    """U2: the right name and a wrong one get the same answer; where nobody is protected, the right one matches."""
    holder = grant_to_somebody(demo.works, seed=81, protected=protected)
    right, wrong = (_compared(demo.visitor(), holder.number, name) for name in (holder.name, "Zzzz Yyyy"))
    assert ("The name matches" in right) is not protected
    assert "The name does not match" in wrong
    assert (right.replace(holder.name, "") == wrong.replace("Zzzz Yyyy", "")) is protected
    assert demo.works.keyring.search_hash(NAME, holder.name)


def _compared(visitor: Browser, number: str, name: str) -> str:
    token = visitor.get(f"/verify/{number}").form(f"/verify/{number}")["csrf_token"][0]
    text = visitor.post(f"/verify/{number}", {"name": name, "csrf_token": token}).text
    return text.replace(token, "")


def test_unknown_and_malformed_numbers_take_the_same_time(demo: Instance) -> None:
    """A22: asked in turns, each pair from a network of its own; the medians of the CPU differ by less than a third."""
    client = demo.visitor().client
    taken: dict[str, list[float]] = {UNKNOWN: [], MALFORMED: []}
    for turn in range(80):
        for number in (UNKNOWN, MALFORMED) if turn % 2 else (MALFORMED, UNKNOWN):
            began = time.thread_time()
            answer = client.get(f"/verify/{number}", environ_base={"REMOTE_ADDR": f"10.1.{turn}.7"})
            taken[number].append(time.thread_time() - began)
            assert answer.status_code == 404
    one, other = (statistics.median(times[10:]) for times in taken.values())
    assert abs(one - other) < max(one, other) / 3, (one, other)
