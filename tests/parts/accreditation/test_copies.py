"""The same certificate in another language: same number and statement, a second file that is genuine too (A3, A28)."""

from __future__ import annotations

import io
from hashlib import sha256

import pypdfium2
import pytest
import sqlalchemy as sa

from app.accreditation.signing.attached import attached_badge
from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.public_keys import load_roots
from tests.page import Browser
from tests.plugins.instances import Instance


def verdict(visitor: Browser, pdf: bytes) -> dict[str, str]:
    """Drop a PDF on the public page, as a program does."""
    token = visitor.token()
    answer = visitor.client.post("/verify/file", headers={"Accept": "application/json"},
                                 data={"csrf_token": token, "file": (io.BytesIO(pdf), "a.pdf")})  # fmt: skip
    said: dict[str, str] = answer.get_json()
    return said


def test_a_holder_has_the_certificate_in_another_language(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """A3, A28, A20: asked for on the page, made once, entered with its hash; both files verify, nothing is doubled."""
    monkeypatch.setattr("app.accreditation.copy_routes.WAIT_SECONDS", 0.0)
    demo.work()
    holder = demo.signed_in("amara")
    page = holder.get("/certificates")
    number = page.tree.xpath("//section[contains(@class, 'cert')]/@id")[0]
    assert page.sees("Français")
    waiting = holder.post(f"/certificates/{number}/language", {"language": "fr"})
    assert (waiting.status, waiting.path) == (202, f"/certificates/{number}/fr.pdf")
    demo.work()
    first, second = holder.get(f"/certificates/{number}.pdf").raw, holder.get(waiting.path).raw
    assert holder.post(f"/certificates/{number}/language", {"language": "fr"}).raw == second
    text = " ".join(pypdfium2.PdfDocument(io.BytesIO(second))[0].get_textpage().get_text_bounded().split())
    assert "Premier intervenant en cybercriminalité" in text
    assert "a démontré les connaissances" in text
    found = examine(second, load_roots(demo.works.parts["keys"], allow_demo=True))
    assert (found.verdict, found.number) == (Verdict.GENUINE, number)
    assert attached_badge(first) == attached_badge(second)
    visitor = demo.visitor()
    for pdf in (first, second):
        said = verdict(visitor, pdf)
        assert (said["verdict"], said["number"], said["status"]) == ("genuine", number, "valid")
        answer = visitor.client.get(f"/verify/fingerprint/{sha256(pdf).hexdigest()}").get_json()
        assert (answer["number"], answer["sha256"]) == (number, sha256(pdf).hexdigest())
    with demo.works.database.reading() as connection:
        rows = connection.execute(
            sa.text("SELECT locale, original FROM certificate_file f JOIN credential c ON c.id = f.credential_id "
                    "WHERE number = :n ORDER BY locale"), {"n": number}).all()  # fmt: skip
    assert [(row.locale, bool(row.original)) for row in rows] == [("en", True), ("fr", False)]
    again = holder.get("/certificates")
    assert len(again.tree.xpath("//section[contains(@class, 'cert')]")) == 1
    assert again.sees("In these languages: English, Français")
    assert demo.signed_in("staff").get("/accreditation/register").text.count(f"register/{number}") == 1


def test_nobody_else_and_no_other_language(demo: Instance) -> None:
    """A3: another's certificate is not there; a language without words, or a withdrawn certificate, is refused."""
    demo.work()
    holder, other = demo.signed_in("amara"), demo.signed_in("youssef")
    number = holder.get("/certificates").tree.xpath("//section[contains(@class, 'cert')]/@id")[0]
    assert other.post(f"/certificates/{number}/language", {"language": "fr"}).status == 404
    assert other.get(f"/certificates/{number}/en.pdf").status == 404
    for language in ("de", "", "x" * 10_000):
        assert holder.post(f"/certificates/{number}/language", {"language": language}).status == 409
    assert holder.get(f"/certificates/{number}/es.pdf").status == 404
    assert holder.get(f"/certificates/{number}/en.pdf").status == 200
