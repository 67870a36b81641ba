"""Three and six months after a certificate: asked once each, answers kept of nobody, words for partners checked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accreditation.facts import CredentialGranted
from app.foundation.errors import NotFound, Refusal
from app.identity.facts import PersonLeft
from app.identity.services.actor import Actor
from app.insight.domain.follow_up import ANSWER, ANSWER_AT, ASKED_AFTER, SIX, follow_ups, summed
from app.insight.domain.measures import Exact, Sum
from app.insight.follow_up_queries import quotes_before_staff, quotes_shown
from app.insight.models import OfficerQuote, RunningSum
from app.insight.services import quoting
from app.insight.services.following_up import AnsweredBefore, answer, ask, plan_follow_up
from tests.parts.insight.conftest import FUNDED, UNFUNDED, Counted
from tests.plugins.instances import Instance


def _asked(house: Counted, monkeypatch: pytest.MonkeyPatch) -> str:
    """Plan and ask the questions of the Ghanaian officer; return the public id."""
    fact = CredentialGranted("c", house.ghanaian, "s", (UNFUNDED, FUNDED))
    for _time in (1, 2):
        house.database.write(lambda unit: plan_follow_up(unit, fact))
    (public_id,) = _column(house, "SELECT public_id FROM follow_up")
    outline = type("Outline", (), {"title": "Course"})()
    monkeypatch.setattr("app.insight.services.following_up.outline_of", lambda *_: outline)
    assert [house.database.write(lambda unit: ask(unit, public_id)) for _time in (1, 2)] == [True, False]
    return str(public_id)


def _column(house: Counted, statement: str) -> list[object]:
    with house.database.reading() as connection:
        return list(connection.execute(sa.text(statement)).scalars())


def test_an_officer_is_asked_once_and_only_sums_know_what_they_said(
    house: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P9: one follow-up for a certificate, of its funded course; answered it is closed, and holds no answer."""
    public_id = _asked(house, monkeypatch)
    assert _column(house, "SELECT course FROM follow_up") == [FUNDED] * 2
    assert _column(house, "SELECT months FROM follow_up ORDER BY months") == [3, 6]
    assert _column(house, "SELECT kind FROM message") == ["follow-up"]
    house.database.write(lambda unit: answer(unit, house.ghanaian, public_id, "once", ["lessons", "lessons"]))
    with pytest.raises(AnsweredBefore):
        house.database.write(lambda unit: answer(unit, house.ghanaian, public_id, "once", []))
    with pytest.raises(NotFound):
        house.database.write(lambda unit: answer(unit, house.kenyan, public_id, "once", []))
    with house.database.reading() as connection:
        rows = connection.execute(sa.select(RunningSum.what, RunningSum.officers).order_by(RunningSum.what)).all()
    assert [tuple(row) for row in rows] == [
        ("follow-up:answered", 1), ("follow-up:helped:lessons", 1), ("follow-up:used:once", 1),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        summed("never", [])
    (six,) = _column(house, "SELECT public_id FROM follow_up WHERE months = 6")
    assert [house.database.write(lambda unit: ask(unit, str(six))) for _time in (1, 2)] == [True, False]
    house.database.write(lambda unit: answer(unit, house.ghanaian, str(six), "often", []))
    assert sorted(_column(house, "SELECT kind FROM message")) == ["follow-up", "follow-up-six"]
    again = _column(house, "SELECT what FROM running_sum WHERE what LIKE 'follow-up-six%' ORDER BY what")
    assert again == ["follow-up-six:answered", "follow-up-six:used:often"]
    assert len(_column(house, "SELECT id FROM follow_up")) == 2


def test_words_are_shown_after_another_person_checked_them_and_are_erased_when_withdrawn(
    house: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P9: offered, shown, withdrawn; who wrote them does not check them, and a leaver's are withdrawn for them."""
    public_id = _asked(house, monkeypatch)
    write, staff = house.database.write, Actor(house.kenyan, "accreditation")
    with pytest.raises(NotFound):
        write(lambda unit: quoting.offer(unit, house.ghanaian, public_id, "Too early."))
    write(lambda unit: answer(unit, house.ghanaian, public_id, "often", []))

    def offered() -> str:
        write(lambda unit: quoting.offer(unit, house.ghanaian, public_id, "It helped."))
        with house.database.reading() as connection:
            (one,) = quotes_before_staff(connection)
            assert quotes_shown(connection, [FUNDED]) == ()
        return one.public_id

    quote = offered()
    with pytest.raises(quoting.OwnQuote):
        write(lambda unit: quoting.check_quote(unit, quote, "shown", Actor(house.ghanaian, "accreditation")))
    for end in (
        lambda unit: quoting.withdraw(unit, house.ghanaian, public_id),
        lambda unit: quoting.withdraw_quotes_of_leaver(unit, PersonLeft(house.ghanaian)),
        lambda unit: quoting.check_quote(unit, quote, "refused", staff),
    ):
        assert offered() == quote
        write(lambda unit: quoting.check_quote(unit, quote, "shown", staff))
        with pytest.raises(Refusal):
            write(lambda unit: quoting.check_quote(unit, quote, "shown", staff))
        with house.database.reading() as connection:
            assert [one.text for one in quotes_shown(connection, [FUNDED])] == ["It helped."]
        write(end)
        with house.database.reading() as connection:
            assert quotes_shown(connection, [FUNDED]) == ()
            erased = connection.execute(sa.select(OfficerQuote.text, OfficerQuote.state)).one()
        assert tuple(erased) in {("", "withdrawn"), ("It helped.", "refused")}


def test_answers_are_whole_tens_from_ten_officers_on() -> None:
    """P9, P2: as in the funnel; a course of which nine answered says nothing."""
    sums = {("cfr", ANSWER + what): Sum(n, 0) for what, n in (("answered", 34), ("used:often", 25), ("used:once", 9))}
    table = follow_ups(Exact({}, {**sums, ("osint", f"{ANSWER}answered"): Sum(9, 0)}), ())
    assert [row["officers"] for row in table] == [30, 20, None, None, *[None] * 5]
    assert {row["course"] for row in table} == {"cfr"}
    assert follow_ups(Exact({}, sums), (), SIX) == []
    later = {("cfr", f"{ANSWER_AT[SIX]}{what}"): Sum(n, 0) for what, n in (("answered", 19), ("used:once", 12))}
    assert [row["officers"] for row in follow_ups(Exact({}, {**sums, **later}), (), SIX)][:3] == [10, None, 10]


def test_from_the_message_to_the_partners_page(demo: Instance) -> None:
    """P9: asked, answered, seen as it would be shown, checked by staff, read by the partner, withdrawn."""
    database, clock = demo.works.database, demo.works.database.clock
    officer = demo.signed_in("amara")
    assert officer.get("/follow-up").sees("There is nothing to answer yet.")
    (public_id,) = _due(demo, "amara")
    database.clock = lambda: clock() + ASKED_AFTER + timedelta(days=1)
    database.write(lambda unit: ask(unit, public_id))
    database.clock = clock
    page = officer.get(officer.get("/messages").link("Answer or skip"))
    assert officer.post(page.path, {"act": "answer"}).status == 422
    page = officer.post(page.path, {"act": "answer", "used": "often", "helped": ["lessons"]})
    assert page.sees("Your answers are added to those of others.")
    assert officer.post(page.path, {"act": "skip"}).status == 409
    assert officer.post(f"{page.path}/words", {"act": "look", "text": " "}).status == 422
    look = officer.post(f"{page.path}/words", {"act": "look", "text": "I found the money."})
    assert look.h1 == "How partners would read it"
    officer.post(f"{page.path}/words", {**look.form("/words"), "act": "give"})
    partner, staff = demo.signed_in("partner"), demo.signed_in("staff")
    assert not partner.get("/insight").sees("I found the money.")
    listed = staff.get("/accreditation/quotes")
    assert not listed.sees("Amara")
    staff.post(listed.tree.xpath("//form[contains(@action, '/quotes/')]/@action")[0], {"act": "show"})
    seen = partner.get("/insight")
    assert seen.sees("I found the money.")
    assert seen.sees("Used it at work, more than once")
    assert seen.sees("After six months")
    assert staff.get("/accreditation/overview").sees("Three and six months later")
    for word in ("Amara", "Ghana Police"):
        assert not seen.sees(word)
    assert officer.get("/follow-up").sees("Partners can read your words.")
    officer.post(f"{page.path}/words", {"act": "withdraw"})
    assert not partner.get("/insight").sees("I found the money.")
    assert demo.signed_in("kofi").get(page.path).status == 404


def _due(demo: Instance, name: str) -> list[str]:
    person = demo.works.keyring.search_hash("person.sign_in_name", name)
    with demo.works.database.reading() as connection:
        found = connection.execute(
            sa.text(
                "SELECT f.public_id FROM follow_up f JOIN person p ON p.id = f.person_id WHERE p.sign_in_hash = :h"
            ),
            {"h": person},
        )
        return list(found.scalars())
