"""PAdES B-T: a service witnesses the signature; without its answer nothing is signed; no bit of it is loose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from asn1crypto import tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import TimeStamper

from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.container import time_stamp
from app.accreditation.signing.pades import sign
from app.accreditation.signing.timestamping import NoTimeStamp, TimeStampService, service_at
from app.cli.certificates import verify_file
from config import BadSettings, Settings
from tests.parts.accreditation.holders import grant_to_somebody, scalar
from tests.parts.accreditation.page_script import examined_by_script, needs_node
from tests.parts.accreditation.test_signing import AT, _gap, _turned, issuer, unsigned
from tests.parts.accreditation.time_stamps import Answers, answering, ending_even, stamper
from tests.plugins.instances import Instance


@cache
def stamped(kind: str = "rsa") -> bytes:
    return sign(unsigned(), issuer(), at=AT, timestamper=stamper(kind=kind))


def verdict(pdf: bytes) -> Verdict:
    return examine(pdf, [issuer().root_pem]).verdict


def test_a_stamped_certificate_is_genuine_and_says_when_the_service_saw_it() -> None:
    """A4: level B-T; the checker tells the time that was witnessed from the one that the signer states."""
    found = examine(stamped(), [issuer().root_pem])
    assert (found.verdict, found.stamped_at) == (Verdict.GENUINE, AT)
    assert len(found.checked) == 7
    assert all(check.passed for check in found.checked)
    assert len(stamped()) < 150_000


def test_no_bit_of_the_container_is_loose() -> None:
    """A4: signature, time stamp, the certificates in both, and the padding."""
    chance = Random(7)
    start, length = _gap(stamped())
    used = len(stamped()[start : start + length].rstrip(b"0>"))
    places = [start + used + 1, *(start + chance.randrange(used) for _ in range(220))]
    assert [p for p in places if verdict(_turned(stamped(), p, chance.randrange(8))) is Verdict.GENUINE] == []


@pytest.mark.parametrize("late", [timedelta(hours=2), timedelta(days=-3)])
def test_a_stamp_of_another_time_does_not_hold(late: timedelta) -> None:
    pdf = sign(unsigned(), issuer(), at=AT, timestamper=stamper(AT + late))
    assert verdict(pdf) is Verdict.ALTERED


def test_certificates_whose_root_lies_elsewhere_are_left_out_all_of_them() -> None:
    """A4: one that is left out takes those below it along, so that the checker would write the same again."""
    found = examine(stamped("long"), [issuer().root_pem])
    assert (found.verdict, found.stamped_at) == (Verdict.GENUINE, AT)
    (signature,) = PdfFileReader(BytesIO(stamped("long"))).embedded_signatures
    token = time_stamp(signature.signer_info)
    assert token is not None
    assert len(token["content"]["certificates"]) == 1


def test_a_bit_that_a_certificate_says_is_unused_is_not_loose() -> None:
    """A4: libraries read a zero at the end of a signature alike where it is said to be unused."""
    service, signature = ending_even()
    pdf, value = sign(unsigned(), issuer(), at=AT, timestamper=service), signature.hex().upper().encode()
    loose = pdf.replace(b"00" + value, b"01" + value, 1)
    assert loose != pdf
    assert [verdict(pdf), verdict(loose)] == [Verdict.GENUINE, Verdict.ALTERED]


def test_without_an_answer_nothing_is_signed() -> None:
    """A4: no silent fall to level B-B."""

    class Silent(TimeStamper):
        async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
            raise OSError("no answer")

    with pytest.raises(NoTimeStamp, match="no answer"):
        sign(unsigned(), issuer(), at=AT, timestamper=Silent())


@pytest.fixture
def service() -> Iterator[str]:
    with answering() as url:
        yield url


def test_a_service_is_asked_over_http(service: str) -> None:
    """A4: RFC 3161 over HTTP, to this machine; one object for an address, since it keeps the size of an answer."""
    assert service_at(service) is service_at(service)
    assert service_at("") is None
    pdf = sign(unsigned(), issuer(), at=AT, timestamper=service_at(service))
    assert examine(pdf, [issuer().root_pem]).stamped_at == AT


@pytest.mark.parametrize("answer", [b"<html>busy</html>", b"\x30\x05\x30\x03\x02\x01\x02"])
def test_an_answer_that_is_no_time_stamp_is_none(service: str, answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answers, "broken", answer)
    with pytest.raises(NoTimeStamp):
        sign(unsigned(), issuer(), at=AT, timestamper=TimeStampService(service))


def test_a_certificate_waits_for_its_time_stamp(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """A4: the job is tried again and its row names the reason; no file is stored until the service answers."""
    monkeypatch.setitem(demo.works.parts, "timestamp_url", "http://127.0.0.1:9/")
    holder = grant_to_somebody(demo.works, seed=77)
    demo.work()
    files = "SELECT count(*) FROM certificate_file JOIN credential ON id = credential_id WHERE number = :number"
    credential = "(SELECT id FROM credential WHERE number = :number)"
    state = f"SELECT state || ' ' || error FROM outbox WHERE key = 'certificate:' || {credential}"
    assert scalar(demo.works, files, number=holder.number) == 0
    waiting = scalar(demo.works, state, number=holder.number)
    assert waiting.startswith("queued NoTimeStamp")


@pytest.mark.parametrize(("url", "refused"), [("", False), ("https://tsa.example.org/tsr", False),
                                              ("ftp://tsa.example.org", True), ("tsa.example.org", True)])  # fmt: skip
def test_the_address_of_the_service_is_checked_at_the_start(url: str, refused: bool) -> None:
    with pytest.raises(BadSettings) as found:
        Settings.from_env({"PROVOST_TIMESTAMP_URL": url})
    assert any("PROVOST_TIMESTAMP_URL" in one for one in found.value.problems) is refused


class OfAnother(TimeStamper):
    """A service that witnesses something else than it was asked about."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        req["message_imprint"]["hashed_message"] = bytes(32)
        return stamper(kind=self.kind).request_tsa_response(req)


_UNSIGNED = re.compile(rb"0382010100|300D06092A864886F70D01010B0500|300A06082A8648CE3D040302")
"""Places of a certificate that its own signature does not cover: unused bits, the algorithm as it is written again."""


@needs_node
@pytest.mark.parametrize("kind", ["rsa", "ec", "long"])
def test_the_script_of_the_pages_judges_a_stamped_certificate_as_the_command_does(kind: str, tmp_path: Path) -> None:
    """A4, A21: the script is that of the pages and of the file for a USB stick: a changed byte, a bit anywhere in the
    time stamp, a stamp over another signature or of another time is altered to both."""
    pdf, chance = stamped(kind), Random(8)
    start, length = _gap(pdf)
    used = len(pdf[start : start + length].rstrip(b"0>"))
    stamp = pdf.index(b"060B2A864886F70D010910020E", start)
    places = [chance.randrange(stamp, start + used) for _ in range(40)]
    places += [found.end() - 1 for found in _UNSIGNED.finditer(pdf, stamp, start + used)]
    made = [
        pdf,
        pdf.replace(b"/Page", b"/Pagf", 1),
        sign(unsigned(), issuer(), at=AT, timestamper=stamper(AT + timedelta(hours=2), kind)),
        sign(unsigned(), issuer(), at=AT, timestamper=OfAnother(kind)),
        *(_turned(pdf, place, chance.randrange(8)) for place in places),
    ]
    paths = [tmp_path / f"{number}.pdf" for number in range(len(made))]
    for path, content in zip(paths, made, strict=True):
        path.write_bytes(content)
    commanded = [verify_file(path, [issuer().root_pem])[1]["verdict"] for path in paths]
    scripted = [one["verdict"] for one in examined_by_script(made, tmp_path)]
    for first, *others in (commanded, scripted):
        assert first == "genuine"
        assert set(others) <= {"altered", "unreadable"}, others
