"""Protected identity: a cover name outside the need-to-know group, certificates that name nobody, a flag unseen."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from app.accreditation.queries import credential_by_number
from app.accreditation.statement_queries import statement_of
from app.foundation.transaction import Unit
from app.identity.domain.cover import NONE, padded
from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover, pad_bare
from tests.page import Browser, Page
from tests.parts.accreditation.holders import add_events, grant_to, scalar
from tests.plugins.instances import Instance

TRUE, COVER = "Efua", "Grace Obeng"


def cover_efua(demo: Instance) -> tuple[Browser, str]:
    """Let the coordinator give Efua the cover name; returns the coordinator and the officer's address."""
    coordinator = demo.signed_in("coordinator")
    officer = coordinator.get("/people?name=efua").link(TRUE)
    assert coordinator.post(f"{officer}/cover-name", {"cover": COVER}).sees("Saved")
    return coordinator, officer


def person(demo: Instance, name: str = "efua") -> str:
    hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
    return str(scalar(demo.works, "SELECT id FROM person WHERE sign_in_hash = :h", h=hashed))


def test_a_certificate_of_somebody_with_a_cover_name_names_nobody(demo: Instance) -> None:
    """X7: neither page nor PDF nor badge nor the public check; the statement that only the house reads has the name."""
    cover_efua(demo)
    number = demo.works.database.write(lambda unit: grant_to(unit, demo.works, person(demo)))
    demo.work()
    holder, stranger = demo.signed_in("efua"), demo.visitor()
    assert holder.get(f"/certificates/{number}.pdf").status == 200
    badge = holder.get(f"/certificates/{number}.json")
    assert "Asante" not in badge.text
    assert not stranger.get(f"/verify/{number}").sees("Asante")
    for name in ("Efua Asante (demo)", COVER):
        assert stranger.post(f"/verify/{number}", {"name": name}).sees("does not match")
    with demo.works.database.reading() as connection:
        assert statement_of(connection, number).text.count("Efua Asante (demo)") == 1  # type: ignore[union-attr]


def test_certificates_of_before_a_cover_name_are_replaced_by_such_that_name_nobody(demo_on_both: Instance) -> None:
    """X7: the agency's coordinators alone are told which name the officer; in the register it is a correction."""
    demo, who = demo_on_both, person(demo_on_both)
    one, resting = _two_certificates(demo, who)
    add_events(demo.works, resting, "suspended")
    coordinator, officer = cover_efua(demo)
    page = f"{officer}/named-certificates"
    assert coordinator.get(f"{officer}/cover-name").sees("2 certificates still name this officer")
    staff, holder = demo.signed_in("staff"), demo.signed_in("efua")
    assert staff.get(page).status == holder.get(page).status == 403
    for _press in range(2):  # the second one finds nothing to replace
        told = coordinator.post(page)
    assert told.sees(resting)
    assert told.sees("Cannot be replaced while it is suspended")
    assert one not in told.text
    demo.work()
    _holds_one_that_names_nobody(demo, one, staff, holder)
    add_events(demo.works, resting, "reinstated")
    assert coordinator.post(page).sees("No certificate that stands names this officer")
    assert coordinator.post(f"{officer}/cover-name", {"cover": ""}).sees("Saved")
    assert coordinator.post(page).status == 409


def _two_certificates(demo: Instance, who: str) -> list[str]:
    """Grant one and renew it; return both numbers."""

    def work(unit: Unit) -> list[str]:
        first = grant_to(unit, demo.works, who)
        held = credential_by_number(unit.connection, first)
        return [first, grant_to(unit, demo.works, who, renews=held)]

    numbers = demo.works.database.write(work)
    demo.work()
    return numbers


def _holds_one_that_names_nobody(demo: Instance, old: str, staff: Browser, holder: Browser) -> None:
    """The old number is replaced and confirms no name; the new one has the same rules and names nobody anywhere."""
    stranger = demo.visitor()
    assert stranger.get(f"/verify/{old}").sees("It was corrected")
    assert stranger.post(f"/verify/{old}", {"name": "Efua Asante (demo)"}).sees("does not match")
    new = scalar(demo.works, "SELECT number FROM credential WHERE edition = 2")
    entry = staff.get(f"/accreditation/register/{new}")
    assert entry.sees(COVER)
    assert entry.sees("The decision follows from the record")
    assert not any("Asante" in one.text for one in (entry, stranger.get(f"/verify/{new}")))
    assert "Asante" not in holder.get(f"/certificates/{new}.json").text
    for ending in ("pdf", "json"):
        assert [one.get(f"/certificates/{new}.{ending}").status for one in (holder, staff)] == [200, 200]
        assert [one.get(f"/certificates/{old}.{ending}").status for one in (holder, staff)] == [200, 409]


def test_staff_read_the_cover_name_everywhere_and_find_nobody_by_the_true_one(demo: Instance) -> None:
    """X7: also for a certificate from before the cover name, whose record stands under the true name."""
    number = demo.works.database.write(lambda unit: grant_to(unit, demo.works, person(demo)))
    cover_efua(demo)
    staff = demo.signed_in("staff")
    look = {"reason": _reason(staff)}
    found = staff.post("/accreditation/register/by-name", {**look, "name": "Grace"})
    assert found.sees(COVER)
    for text in ("Efua", "Efua Asante (demo)", "Asante Grace"):
        nobody = staff.post("/accreditation/register/by-name", {**look, "name": text})
        assert number not in nobody.text
    entry = staff.get(f"/accreditation/register/{number}")
    assert entry.sees(COVER)
    assert not any("Asante" in page.text for page in (found, entry, staff.get("/accreditation/queue")))


@pytest.mark.parametrize("typed", [{"rank": "Inspector of tests"}, {"name": "Grace O. Obeng", "rank": "Sergeant"}])
def test_staff_correct_a_certificate_without_noticing_a_cover_name(demo: Instance, typed: dict[str, str]) -> None:
    """X7: the same answers and pages as for anybody else, and what they wrote is what they read from then on; the
    statement keeps the true name, and the new edition names nobody."""
    people = person(demo), person(demo, "rosa")
    held = demo.works.database.write(lambda unit: [grant_to(unit, demo.works, one) for one in people])
    demo.work()
    cover_efua(demo)
    staff = demo.signed_in("staff")
    seen = [_corrected(staff, number, typed) for number in held]
    assert seen[0] == seen[1]
    newest = "SELECT number FROM credential WHERE person_id = :p AND edition = 2"
    number = str(scalar(demo.works, newest, p=people[0]))
    with demo.works.database.reading() as connection:
        stored = statement_of(connection, number)
    assert stored
    assert json.loads(stored.text)["holder"]["name"] == "Efua Asante (demo)"
    demo.work()
    assert "Asante" not in demo.signed_in("efua").get(f"/certificates/{number}.json").text
    assert demo.visitor().post(f"/verify/{number}", {"name": "Efua Asante (demo)"}).sees("does not match")


def _corrected(staff: Browser, number: str, typed: dict[str, str]) -> list[object]:
    """Correct a certificate page by page; returns each page's status and words, without what is each holder's own."""
    place = f"/accreditation/register/{number}/correct"
    form = staff.get(place)
    read = {name: form.form(place)[name][0] for name in ("name", "name_original", "rank")}
    values = {**read, **typed, "reason": "A slip."}
    nothing = staff.post(place, {**read, "reason": "A slip.", "step": "confirm"})
    check, done = (staff.post(place, {**values, **step}) for step in ({}, {"step": "confirm"}))
    entry = staff.get(done.link("Open the certificate"))
    found = staff.post("/accreditation/register/by-name", {"reason": _reason(staff), "name": read["name"]})
    assert entry.sees(values["name"])
    assert not any("Asante" in one.text for one in (form, check, done, entry, found))
    own = sorted({*read.values(), *values.values()} - {""}, key=len, reverse=True)
    pages = [(one.status, _without(one, own)) for one in (form, nothing, check, done)]
    return [*pages, values["name"] in found.text, entry.status]


def _without(page: Page, own: list[str]) -> str:
    words = re.sub(r"\s+", " ", page.tree.xpath("string(//main)"))
    for word in own:
        words = words.replace(word, "…")
    return re.sub(r"PRV(-[0-9A-Z]{4}){4}-.|reference: [0-9a-f]{12}", "DRAWN", words)


def test_the_own_coordinators_see_no_difference_in_their_list_and_nobody_else_reads_the_page(demo: Instance) -> None:
    """X7: the log has the entry of an officer's page that was open; who changed the name stands on its page alone."""
    coordinator, officer = cover_efua(demo)
    listed = coordinator.get("/people")
    rows = {_shape(listed, name) for name in ("Efua Asante (demo)", "Amara Nkemelu (demo)")}
    assert len(rows) == 1
    assert coordinator.get("/people?name=grace").sees("Efua Asante")
    assert coordinator.get(f"{officer}/cover-name").form("/cover-name")["cover"] == [COVER]
    assert coordinator.get(f"{officer}/cover-name").sees("Last changed by Abena Darko")
    told = f"SELECT tag, data FROM audit_event WHERE subject = 'person:{person(demo)}' AND role = 'coordinator'"  # noqa: S608
    with demo.works.database.reading() as connection:
        entries = connection.exec_driver_sql(told).all()
    assert {tag for tag, _ in entries} <= {"identity:person:read", "identity:person:confirmed"}
    assert {json.loads(data)["why"] for tag, data in entries if tag.endswith(":read")} == {"officer-page"}
    assert demo.signed_in("staff").get(f"{officer}/cover-name").status == 403
    assert coordinator.post(f"{officer}/cover-name", {"cover": "Efua Asante (demo)"}).status == 422
    assert coordinator.post(f"{officer}/cover-name", {"cover": "x" * 81}).status == 422
    assert coordinator.post(f"{officer}/cover-name", {"cover": ""}).sees("Saved")


def test_the_database_tells_nobody_apart(demo: Instance) -> None:
    """X7 S12: every person's column is filled and of one length, also of those from before it was there."""
    works = demo.works

    def work(unit: Unit) -> None:
        unit.connection.execute(sa.text("UPDATE person SET cover = NULL WHERE rank = 'Inspector'"))
        cover(unit, works.keyring, person(demo), COVER, SYSTEM)

    works.database.write(work)
    while works.database.write(pad_bare):
        continue
    assert scalar(works, "SELECT count(DISTINCT length(cover)) FROM person") == 1
    assert scalar(works, "SELECT count(*) FROM person WHERE cover IS NULL") == 0
    assert len(padded(COVER)) == len(NONE)


def _reason(staff: Browser) -> str:
    options = staff.get("/accreditation/register").tree.xpath("//select[@name='reason']/option/@value")
    return str(next(one for one in options if one))


def _shape(page: Page, name: str) -> str:
    row = page.tree.xpath(f"//tr[th//bdi='{name}']")[0]
    return re.sub(r"\s+", " ", " ".join(f"{cell.tag} {cell.xpath('string(.//span/@class)')}" for cell in row))
