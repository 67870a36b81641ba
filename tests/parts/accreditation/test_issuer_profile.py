"""The issuer's profile: written by staff, looked at as a specimen, frozen into what is granted from then on."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from app.accreditation.domain.issuer_profile import Profile, Signatory, profile_record, read_address, read_profile
from app.accreditation.services.correcting import HolderWriting, correct
from app.accreditation.services.keeping_profile import ProfileChanged, put_profile_in_force
from app.accreditation.statement_queries import statement_of
from app.identity.services.actor import Actor
from tests.page import Browser, Page
from tests.parts.accreditation.holders import entries, grant_to_somebody, scalar
from tests.plugins.instances import Instance

PLACE = "/accreditation/issuer/change"
WORDS = {
    "name": "Institute of Records", "verify_address": "https://verify.example.org/", "name_1": "Ada Signer",
    "office_1": "Registrar", "name_2": "", "office_2": "", "based_on": "0",
}  # fmt: skip
PLAIN = Profile("Institute of Records", "https://verify.example.org")


def hand() -> tuple[BytesIO, str]:
    """Return a picture as a form sends it."""
    made = BytesIO()
    Image.new("RGB", (300, 90), "#204080").save(made, "PNG")
    made.seek(0)
    return made, "hand.png"


def text_of(pdf: bytes) -> str:
    """Return the words on the first page."""
    document = pypdfium2.PdfDocument(pdf)
    return str(document[0].get_textpage().get_text_bounded())


def statement(instance: Instance, number: str) -> dict[str, Any]:
    """Return what was frozen with a number."""
    with instance.works.database.reading() as connection:
        found = statement_of(connection, number)
    assert found
    return dict(json.loads(found.text))


def checked(staff: Browser, **more: Any) -> Page:
    """Send the form and return the page that comes back."""
    return staff.post(PLACE, {**WORDS, "signature_1": hand(), **more})


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://Verify.example.org/", "https://verify.example.org"),
        ("https://v.example.org:8443", "https://v.example.org:8443"),
        ("http://v.example.org", None),
        ("https://v.example.org/verify", None),
        ("https://user@v.example.org", None),
        ("javascript://v", None),
        ("https://v.example.org/?x", None),
        ("", None),
    ],
)
def test_an_address_is_scheme_and_host(typed: str, address: str | None) -> None:
    assert read_address(typed, plain_allowed=False) == address
    assert read_address("http://v.example.org", plain_allowed=True) == "http://v.example.org"


def test_a_profile_is_read_as_it_was_written() -> None:
    whole = Profile("We", "https://v.example.org", b"<svg/>", (Signatory("A", "B", b"png"), Signatory("C", "")))
    assert read_profile(json.loads(json.dumps(profile_record(whole)))) == whole


def test_staff_write_a_profile_look_at_it_and_certificates_carry_it(demo: Instance) -> None:
    """A2, A16: what is granted from then on is printed and frozen under it; what was granted before does not change."""
    works = demo.works
    before = grant_to_somebody(works, 41)
    old, hashed = statement(demo, before.number), "SELECT statement_hash FROM credential WHERE number = :n"
    kept = scalar(works, hashed, n=before.number)
    staff = demo.signed_in("staff")
    assert staff.get("/accreditation/issuer").sees("No profile was written yet")
    check = checked(staff)
    assert check.sees("Ada Signer")
    form = {key: one[0] for key, one in check.form(PLACE).items()}
    assert "name" in form
    assert staff.get(str(check.tree.xpath("//img/@src")[0])).response.mimetype == "image/png"
    seen = staff.post(PLACE, {**form, "step": "look", "scheme": "cfr-1"})
    assert seen.form(PLACE)["scheme"] == ["cfr-1"]
    picture = Image.open(BytesIO(staff.get(str(seen.tree.xpath("//p[@class='prose']//img/@src")[0])).raw))
    assert (picture.format, picture.width) == ("JPEG", 1120)
    specimen = staff.post(PLACE, {**form, "step": "specimen"})
    words = text_of(specimen.raw)
    assert "SPECIMEN" in words
    assert "Institute of Records" in words
    assert "Ada Signer" in words
    assert scalar(works, "SELECT count(*) FROM issuer_profile") == 0
    back = staff.post(PLACE, {**form, "step": "change"})
    assert back.form(PLACE)["office_1"] == ["Registrar"]
    assert back.form(PLACE)["kept_signature_1"] == [form["kept_signature_1"]]
    for _ in range(2):
        assert staff.post(PLACE, {**form, "step": "confirm"}).sees("This profile is in force")
    assert scalar(works, "SELECT count(*) FROM issuer_profile") == 1
    assert [one["number"] for one in entries(works, "accreditation:issuer-profile:changed")] == [1]
    after = grant_to_somebody(works, 42)
    frozen = statement(demo, after.number)
    assert frozen["issuer"] == "Institute of Records"
    assert frozen["verify_url"] == f"https://verify.example.org/verify/{after.number}"
    assert base64.b64decode(frozen["issuer_profile"]["signatories"][0]["signature"]).startswith(b"\x89PNG")
    assert (statement(demo, before.number), scalar(works, hashed, n=before.number)) == (old, kept)
    demo.work()
    pdf = staff.get(f"/certificates/{after.number}.pdf")
    assert "Ada Signer" in text_of(pdf.raw)
    badge = staff.get(f"/certificates/{after.number}.json")
    assert json.loads(badge.text)["issuer"]["url"] == "http://localhost"


def test_a_correction_keeps_the_profile_of_the_grant(demo: Instance) -> None:
    """A2: another profile came into force since; the new edition says what the first said."""
    works = demo.works
    first = grant_to_somebody(works, 43)
    actor = Actor(first.person_id, "accreditation")
    works.database.write(lambda unit: put_profile_in_force(unit, actor, PLAIN, 0))
    held = grant_to_somebody(works, 44)
    other = Profile("Another", "https://other.example.org")
    works.database.write(lambda unit: put_profile_in_force(unit, actor, other, 1))
    writing = HolderWriting("Ama Owusu", "", "")
    for number, address in ((first.number, "http://localhost"), (held.number, "https://verify.example.org")):
        fresh = works.database.write(
            lambda unit, number=number: correct(unit, number, actor_of(works), writing, "x", works.parts["issuer"],
                                                works.keyring)
        )  # fmt: skip
        said = statement(demo, fresh)
        assert said["verify_url"] == f"{address}/verify/{fresh}"
        assert said.get("issuer_profile") == statement(demo, number).get("issuer_profile")


def actor_of(works: Any) -> Actor:
    """Return a member of staff."""
    hashed = works.keyring.search_hash("person.sign_in_name", "staff")
    return Actor(str(scalar(works, "SELECT id FROM person WHERE sign_in_hash = :h", h=hashed)), "accreditation")


def test_a_profile_that_a_colleague_changed_meanwhile_is_not_overwritten(demo: Instance) -> None:
    actor, database = actor_of(demo.works), demo.works.database
    database.write(lambda unit: put_profile_in_force(unit, actor, PLAIN, 0))
    with pytest.raises(ProfileChanged):
        database.write(lambda unit: put_profile_in_force(unit, actor, Profile("Mine", "https://m.example.org"), 0))


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "name", "Enter the name as it is to stand on certificates."),
    ({"name": "x" * 121}, "name", "This is too long"),
    ({"name_1": ""}, "name_1", "Enter the name of whoever holds this office"),
    ({"name_1": "学"}, "name_1", "The fonts of the certificates lack one of these letters."),
    ({"verify_address": "verify.example.org"}, "verify_address", "Enter an address such as"),
    ({"emblem": (BytesIO(b"GIF89a"), "e.gif")}, "emblem", "This is no PNG or SVG"),
    ({"emblem": (BytesIO(b"\x89PNG" * 100_000), "e.png")}, "emblem", "bigger than 300 kB"),
]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(demo: Instance) -> None:
    staff = demo.signed_in("staff")
    kept = checked(staff).form(PLACE)["kept_signature_1"][0]
    for sent, field, says in WRONG:
        page = staff.post(PLACE, {**WORDS, "kept_signature_1": kept, **sent})
        assert page.status == 422, sent
        assert page.sees(says), says
        assert page.tree.xpath(f"//*[@id='f-{field}-error']"), field
        values = page.form(PLACE)
        assert (values["kept_signature_1"], values["office_1"]) == ([kept], ["Registrar"])
