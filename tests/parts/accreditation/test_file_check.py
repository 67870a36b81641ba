"""The check of a PDF: genuine, altered, not ours, unsigned, unreadable; by fingerprint first, then by signature."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count

import pytest
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.accreditation.signing.keys import make_issuer_key
from app.accreditation.signing.pades import sign
from app.printing.designs import design
from app.printing.press import render
from tests.page import Browser, Page
from tests.parts.accreditation.holders import AT, Holder, grant_to_somebody, scalar
from tests.parts.printing.certificates import CREATED, PLAIN
from tests.plugins.instances import Instance


@pytest.fixture
def issued(demo: Instance) -> tuple[Holder, bytes]:
    holder = grant_to_somebody(demo.works, seed=3)
    demo.work()
    key = scalar(
        demo.works,
        "SELECT storage_key FROM certificate_file JOIN credential ON id = credential_id WHERE number = :n",
        n=holder.number,
    )
    return holder, demo.works.parts["storage"].get(key)


def send(visitor: Browser, pdf: bytes, **headers: str) -> Page:
    return visitor.post("/verify/file", {"file": (BytesIO(pdf), "a.pdf", "application/pdf")}, headers=headers)


def verdict(visitor: Browser, pdf: bytes) -> dict[str, object]:
    return send(visitor, pdf, Accept="application/json").response.json


def unsigned() -> bytes:
    return render(design("alliance"), PLAIN, created=CREATED, identifier=b"x")


def with_another_revision(pdf: bytes) -> bytes:
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    writer.root["/Remark"] = pdf_string("added later")
    writer.update_root()
    writer.write(out)
    return out.getvalue()


def send_raw(visitor: Browser, content: bytes) -> int:
    """Send a body that is too big for the test client's own encoder to keep in memory."""
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    answer = visitor.client.post(
        "/verify/file", data=head + content + b"\r\n--edge--\r\n", headers={"X-CSRF-Token": visitor.token()},
        content_type="multipart/form-data; boundary=edge",
    )  # fmt: skip
    return answer.status_code


def test_the_certificate_as_issued_is_genuine(demo: Instance, issued: tuple[Holder, bytes]) -> None:
    """A20: the register knows the file byte for byte, the signature holds, and the page leads to what it says."""
    holder, pdf = issued
    page = send(demo.visitor(), pdf)
    assert page.sees("Genuine: this issuer signed the file")
    assert page.link(holder.number) == f"/verify/{holder.number}"
    answer = verdict(demo.visitor(), pdf)
    assert (answer["verdict"], answer["number"], answer["status"]) == ("genuine", holder.number, "valid")
    assert all(one["passed"] for one in answer["checked"])
    assert not [word for word in holder.words if word.casefold() in page.text.casefold()]


def test_one_changed_byte_is_noticed(demo: Instance, issued: tuple[Holder, bytes]) -> None:
    """U5: no file with a flipped byte passes; what it is called instead depends on where the byte was."""
    _, pdf = issued
    demo.works.database.clock = each_time_a_year_later(demo)
    drawn, visitor = random.Random(5), demo.visitor()
    for place in drawn.sample(range(len(pdf)), 40):
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert verdict(visitor, changed)["verdict"] != "genuine", place


def each_time_a_year_later(demo: Instance) -> Callable[[], datetime]:
    """A clock that runs so fast that no limit is met."""
    true_clock, years = demo.works.database.clock, count(1)
    return lambda: true_clock() + timedelta(days=366 * next(years))


@pytest.mark.parametrize("kind", ["appended", "unsigned", "another issuer", "no PDF"])
def test_other_files_are_named_for_what_they_are(demo: Instance, issued: tuple[Holder, bytes], kind: str) -> None:
    """A20: each verdict has its own words, and an altered file leads to the number that it claims."""
    holder, pdf = issued
    files = {
        "appended": (with_another_revision(pdf), "altered"),
        "unsigned": (unsigned(), "unsigned"),
        "another issuer": (sign(unsigned(), make_issuer_key("Others", at=AT), at=AT), "not_ours"),
        "no PDF": (b"MZ" + bytes(500), "unreadable"),
    }
    content, expected = files[kind]
    answer = verdict(demo.visitor(), content)
    assert (answer["verdict"], answer["status"]) == (expected, "unknown")
    page = send(demo.visitor(), content)
    assert not page.sees("Genuine")
    assert page.sees(holder.number) is (kind == "appended")


def test_a_file_that_cannot_be_taken_is_explained_at_its_field(demo: Instance) -> None:
    """A20: no file, an empty one, one of five megabytes."""
    visitor = demo.visitor()
    assert send_raw(visitor, b"%PDF-" + bytes(5 * 2**20)) == 422
    for page in (visitor.post("/verify/file", {}), send(visitor, b"")):
        assert page.status == 422
        assert page.tree.xpath("//*[@id='f-file-error']")
        assert "Error:" in page.tree.xpath("string(//title)")


def test_files_are_not_kept_and_their_number_is_limited(demo: Instance) -> None:
    """A22: twenty files in five minutes from one network."""
    before = sorted(demo.works.parts["storage"].files.keys())
    visitor = demo.visitor()
    assert [send(visitor, b"nothing").status for _ in range(21)] == [200] * 20 + [429]
    assert sorted(demo.works.parts["storage"].files.keys()) == before
