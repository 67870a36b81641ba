"""The public check: what strangers are told of a number, and what they are never told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.identity.services.actor import Actor
from app.identity.services.leaving import leave
from tests.page import Browser, Page
from tests.parts.accreditation.holders import Holder, add_events, grant_to_somebody, scalar
from tests.plugins.instances import Instance

UNKNOWN = "PRV-0000-0000-0000-0000-0"
FIELDS = {
    "number",
    "status",
    "scheme",
    "title",
    "kind",
    "issued_on",
    "changed_on",
    "reason",
    "valid_until",
    "scheme_version",
    "specimen",
    "sha256",
}
STATES = [
    ((), False, "valid", "Valid today"),
    ((), True, "expired", "Expired on"),
    (("suspended",), False, "suspended", "Suspended on"),
    (("suspended", "reinstated"), False, "valid", "Valid today"),
    (("suspended",), True, "expired", "Expired on"),
    (("withdrawn",), False, "withdrawn", "Withdrawn on"),
    (("withdrawn",), True, "withdrawn", "Withdrawn on"),
    (("superseded",), False, "superseded", "Replaced on"),
    (("suspended", "reinstated", "suspended", "withdrawn"), False, "withdrawn", "Withdrawn on"),
]


@pytest.fixture
def holder(demo: Instance) -> Holder:
    return grant_to_somebody(demo.works, seed=1)


def ask(visitor: Browser, number: str) -> Page:
    return visitor.get(f"/verify/{number}", Accept="application/json")


@pytest.mark.parametrize(("events", "later", "status", "headline"), STATES)
def test_each_state_answers_in_its_own_words(
    demo: Instance, holder: Holder, events: tuple[str, ...], later: bool, status: str, headline: str
) -> None:
    """U1, A5, A6, A7: a withdrawn certificate still answers; the end of validity is judged on the day asked."""
    add_events(demo.works, holder.number, *events)
    today = demo.works.database.clock().date()
    if later:
        demo.works.database.clock = lambda: datetime(2039, 1, 1, tzinfo=UTC)
    page = demo.visitor().get(f"/verify/{holder.number}")
    assert page.status == 200
    assert page.tree.xpath("string((//main//h2)[1])").startswith(headline)
    if headline.endswith(" on"):
        until = scalar(demo.works, "SELECT valid_until FROM credential WHERE number = :n", n=holder.number)
        day = date.fromisoformat(until) if status == "expired" else today
        assert page.sees(f"{headline} {day.day} {day:%B %Y}")
    assert ask(demo.visitor(), holder.number).response.json["status"] == status


def test_the_answer_says_what_the_paper_must_say(demo: Instance, holder: Holder) -> None:
    """A10, A17, A19: kind, level, dates, version of the rules, number, requirements; a demonstration says specimen."""
    page = demo.visitor().get(f"/verify/{holder.number}")
    for words in ("Knowledge certificate", "practical skill was not assessed", "Issued", "Valid until", "SPECIMEN",
                  "Version of the rules", holder.number, "Compare the name with an identity document",
                  "Complete the course: Cybercrime First Responder", "at least 80 %"):  # fmt: skip
        assert page.sees(words), words


def test_programs_get_stable_fields(demo: Instance, holder: Holder) -> None:
    """A17: other systems rely on these names."""
    answer = ask(demo.visitor(), holder.number).response.json
    assert set(answer) == FIELDS
    assert (answer["number"], answer["specimen"], answer["scheme_version"]) == (holder.number, True, 2)


@pytest.mark.parametrize("typed", ["small", "no hyphens", "spaces", "no prefix"])
def test_a_number_may_be_typed_in_any_of_the_usual_ways(demo: Instance, holder: Holder, typed: str) -> None:
    """A17: the number box leads to the one address of the number."""
    number = holder.number
    forms = {"small": number.lower(), "no hyphens": number.replace("-", ""), "spaces": number.replace("-", " "),
             "no prefix": number.removeprefix("PRV-")}  # fmt: skip
    visitor = demo.visitor()
    page = visitor.client.get("/verify", query_string={"number": forms[typed]})
    assert (page.status_code, page.headers["Location"]) == (303, f"/verify/{number}")


@pytest.mark.parametrize("hostile", ["../../etc", "//evil.example", "<script>", "‮", "%2F..%2F", " ", "a" * 5000])
def test_what_is_typed_never_leads_elsewhere(demo: Instance, hostile: str) -> None:
    """A17: the number box is no open redirect."""
    answer = demo.visitor().client.get("/verify", query_string={"number": hostile})
    assert answer.status_code == 200 or answer.headers["Location"].startswith("/verify/")
    assert "//" not in answer.headers.get("Location", "")


MALFORMED = [
    UNKNOWN.replace("0-0", "0-1"),
    "PRV-0000-0000-0000-0000-1",
    "x" * len(UNKNOWN),
    "'; DROP TABLE credential;-"[:25],
]


@pytest.mark.parametrize("malformed", MALFORMED)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_unknown_and_malformed_numbers_are_answered_alike(demo: Instance, malformed: str, accept: str) -> None:
    """A22: same status, same size, same number of statements; the page does not even repeat what was typed."""
    visitor = demo.visitor()
    visitor.get("/verify")
    plain = {"Accept": accept, "Accept_Encoding": "identity"}
    one, other = visitor.get(f"/verify/{UNKNOWN}", **plain), visitor.get(f"/verify/{malformed}", **plain)
    assert one.status == other.status == 404
    assert len(one.statements) == len(other.statements)
    assert len(one.raw) == len(other.raw)
    if accept == "text/html":
        assert one.raw == other.raw
    else:
        assert other.response.json["status"] == "unknown"


def test_no_answer_names_anybody(demo: Instance) -> None:
    """A18, U2: the pages and the JSON of fifty made-up holders hold no name, rank, agency or number of theirs."""
    holders = [grant_to_somebody(demo.works, seed) for seed in range(50)]
    visitor = demo.visitor()
    seen = []
    for holder in holders:
        seen += [visitor.get(f"/verify/{holder.number}"), ask(visitor, holder.number)]
    text = "".join(page.text + str(page.response.headers) for page in seen).casefold()
    assert all(holder.number.casefold() in text for holder in holders)
    assert [word for holder in holders for word in holder.words if word.casefold() in text] == []


def test_a_protected_looking_name_changes_no_size(demo: Instance) -> None:
    """U2: a certificate answers in as many bytes whoever holds it."""
    visitor = demo.visitor()
    visitor.get("/verify")
    sizes = {len(visitor.get(f"/verify/{grant_to_somebody(demo.works, seed).number}", Accept_Encoding="identity").raw)
             for seed in (7, 8, 9)}  # fmt: skip
    assert len(sizes) == 1


def compare(visitor: Browser, number: str, name: str) -> Page:
    shown = visitor.get(f"/verify/{number}")
    return visitor.post(
        f"/verify/{number}", {"name": name, "csrf_token": shown.form(f"/verify/{number}")["csrf_token"][0]}
    )


def test_the_name_on_the_paper_can_be_compared(demo: Instance, holder: Holder) -> None:
    """A18: whoever scans the code needs no earlier page; the answer is yes or no, whatever the case and the spaces."""
    assert compare(demo.visitor(), holder.number, f"  {holder.name.upper()} ").sees("The name matches")
    assert compare(demo.visitor(), holder.number, holder.name[:-1]).sees("The name does not match")
    empty = compare(demo.visitor(), holder.number, "")
    assert empty.status == 422
    assert empty.tree.xpath("//a[@href='#f-name']")


def test_names_cannot_be_tried_out(demo: Instance, holder: Holder) -> None:
    """A22: ten comparisons for a number and a network in fifteen minutes, then a wait that is named."""
    visitor = demo.visitor()
    answers = [compare(visitor, holder.number, f"Name {n}") for n in range(11)]
    assert [page.status for page in answers] == [200] * 10 + [429]
    assert int(answers[-1].response.headers["Retry-After"]) > 0
    other = grant_to_somebody(demo.works, seed=2)
    assert compare(visitor, other.number, other.name).sees("The name matches")


def test_numbers_cannot_be_tried_out(demo: Instance, holder: Holder) -> None:
    """A22: thirty unknown numbers a minute and network; known ones are not counted."""
    visitor = demo.visitor()
    assert {looked(visitor, holder.number) for _ in range(35)} == {200}
    answers = [looked(visitor, UNKNOWN) for _ in range(31)]
    assert answers == [404] * 30 + [429]
    true_clock = demo.works.database.clock
    demo.works.database.clock = lambda: true_clock() + timedelta(days=1)
    assert looked(visitor, UNKNOWN) == 404


def looked(visitor: Browser, number: str) -> int:
    """Ask, and let the answer end, as a server does: what follows an answer has then been done."""
    page = visitor.get(f"/verify/{number}")
    page.response.close()
    return page.status


def test_asking_writes_nothing_before_the_answer(demo: Instance, holder: Holder) -> None:
    """A17: a GET never writes; only a look at an unknown number is counted, after the answer."""
    page = demo.visitor().get(f"/verify/{holder.number}")
    assert [one for one in page.statements if not one.lstrip().upper().startswith("SELECT")] == []
    assert len(page.statements) <= 3
    assert scalar(demo.works, "SELECT count(*) FROM verification_look") == 0
    answer = demo.visitor().client.get(f"/verify/{UNKNOWN}", buffered=False)
    assert answer.status_code == 404
    answer.close()
    assert scalar(demo.works, "SELECT count(*) FROM verification_look") == 1
    assert scalar(demo.works, "SELECT bucket FROM verification_look") not in {"127.0.0.1", ""}


def test_the_public_keys_are_published_and_the_private_ones_are_not(demo: Instance) -> None:
    """A4: root and signing certificate with their times; nothing of a private key."""
    answer = demo.visitor().client.get("/.well-known/provost/keys.json")
    assert {one["use"] for one in answer.json["keys"]} == {"root", "signing"}
    assert all(one["valid_from"] < one["valid_until"] and one["demonstration"] for one in answer.json["keys"])
    assert "PRIVATE" not in answer.text


def test_the_certificate_of_who_left_the_agency_stays_as_it_is(demo: Instance, holder: Holder) -> None:
    """X19: access ends, the certificate does not: the public answer and the register are what they were."""
    before = ask(demo.visitor(), holder.number).response.json
    staff = demo.signed_in("staff")
    address = f"/accreditation/register/{holder.number}"
    assert staff.get(address).status == 200
    demo.works.database.write(lambda unit: leave(unit, holder.person_id, Actor("coordinator", "coordinator")))
    assert scalar(demo.works, "SELECT state FROM person WHERE id = :id", id=holder.person_id) == "left"
    assert ask(demo.visitor(), holder.number).response.json == before
    assert before["status"] == "valid"
    assert staff.get(address).sees(holder.number)
