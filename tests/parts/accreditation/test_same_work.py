"""Who is protected is told by no public answer: as many bytes, and the very same statements, whoever holds it (U2)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

from app.foundation.transaction import Unit
from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover
from tests.page import Browser, Page
from tests.parts.accreditation.holders import Holder, grant_to_somebody, scalar
from tests.parts.accreditation.test_file_check import with_another_revision
from tests.plugins.instances import Instance

PLAIN, JSON = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "identity", "Accept": "application/json"}
Asked = Callable[[Browser, Holder, bytes], Page]


def get(visitor: Browser, address: str, headers: dict[str, str] = PLAIN) -> Page:
    return visitor.get(address, **{name.replace("-", "_"): value for name, value in headers.items()})


def send(visitor: Browser, pdf: bytes, headers: dict[str, str] = PLAIN) -> Page:
    return visitor.post("/verify/file", {"file": (BytesIO(pdf), "a.pdf", "application/pdf")}, headers=headers)


ASKED: dict[str, tuple[str, Asked]] = {
    "page": ("/verify/<number>", lambda visitor, holder, _: get(visitor, f"/verify/{holder.number}")),
    "for programs": ("/verify/<number>", lambda visitor, holder, _: get(visitor, f"/verify/{holder.number}", JSON)),
    "typed": ("/verify", lambda visitor, holder, _: get(visitor, f"/verify?number={holder.number.lower()}")),
    "a wrong name": (
        "/verify/<number>",
        lambda visitor, holder, _: visitor.post(f"/verify/{holder.number}", {"name": "Zz Yy"}, headers=PLAIN)),
    "fingerprint": (
        "/verify/fingerprint/<sha256>",
        lambda visitor, _, pdf: get(visitor, f"/verify/fingerprint/{sha256(pdf).hexdigest()}", JSON)),
    "file": ("/verify/file", lambda visitor, _, pdf: send(visitor, pdf)),
    "file for programs": ("/verify/file", lambda visitor, _, pdf: send(visitor, pdf, JSON)),
    "altered file": ("/verify/file", lambda visitor, _, pdf: send(visitor, with_another_revision(pdf))),
    "box for a file": ("/verify/file", lambda visitor, *_: get(visitor, "/verify/file")),
}  # fmt: skip


def kinds(demo: Instance) -> dict[str, tuple[Holder, bytes]]:
    """Return a holder of each kind with the certificate: named, protected when granted, and covered since."""
    works = demo.works
    made = {
        "named": grant_to_somebody(works, seed=91),
        "protected": grant_to_somebody(works, seed=92, protected=True),
        "covered": grant_to_somebody(works, seed=93),
    }
    demo.work()

    def hide(unit: Unit) -> None:
        cover(unit, works.keyring, made["covered"].person_id, "Grace Obeng", SYSTEM)

    works.database.write(hide)
    wanted = "SELECT storage_key FROM certificate_file f JOIN credential c ON c.id = credential_id WHERE number = :n"
    storage = works.parts["storage"]
    return {kind: (one, storage.get(scalar(works, wanted, n=one.number))) for kind, one in made.items()}


def test_every_address_of_the_public_check_is_asked(demo: Instance) -> None:
    """U2: an address that comes later is asked too, or this says so."""
    rules = {one.rule for one in demo.app.url_map.iter_rules() if one.rule.startswith("/verify")}
    assert {address for address, _ in ASKED.values()} == rules - {"/verify/offline"}, "that file is one for all"


def test_no_public_answer_is_longer_or_asks_the_database_for_more(demo: Instance) -> None:
    """U2, A18: the statements are compared one by one; how long they take is not for a test to say."""
    made, visitor = kinds(demo), demo.visitor()
    for name, (_, ask) in ASKED.items():
        ask(visitor, *made["named"])  # what never changes is kept in the process from now on
        answers = {kind: ask(visitor, *one) for kind, one in made.items()}
        assert len({page.status for page in answers.values()}) == 1, name
        assert len({len(page.raw) for page in answers.values()}) == 1, name
        assert len({tuple(page.statements) for page in answers.values()}) == 1, name


def test_a_right_guess_at_a_name_asks_the_database_for_as_much_whoever_holds_it(demo: Instance) -> None:
    """U2: the answer tells that it matches where nobody is protected; the work behind it is one."""
    made, visitor = kinds(demo), demo.visitor()

    def guessed(holder: Holder) -> Page:
        return visitor.post(f"/verify/{holder.number}", {"name": holder.name}, headers=PLAIN)

    guessed(made["named"][0])
    pages = {kind: guessed(holder) for kind, (holder, _) in made.items()}
    assert {kind: page.sees("The name matches") for kind, page in pages.items()} == {
        "named": True, "protected": False, "covered": False,
    }  # fmt: skip
    assert len({tuple(page.statements) for page in pages.values()}) == 1
