"""PAdES B-T: a service witnesses the signature; without its answer nothing is signed; no bit of it is loose."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from app.accreditation.offline_verifier import SHELF
from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.pades import sign
from app.accreditation.signing.timestamping import NoTimeStamp, TimeStampService, service_at
from app.cli.certificates import verify_file
from config import BadSettings, Settings
from tests.parts.accreditation.holders import grant_to_somebody, scalar
from tests.parts.accreditation.test_signing import AT, _gap, _turned, issuer, unsigned
from tests.parts.accreditation.time_stamps import stamper
from tests.plugins.instances import Instance


@cache
def stamped() -> bytes:
    return sign(unsigned(), issuer(), at=AT, timestamper=stamper())


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


def test_without_an_answer_nothing_is_signed() -> None:
    """A4: no silent fall to level B-B."""

    class Silent(TimeStamper):
        async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
            raise OSError("no answer")

    with pytest.raises(NoTimeStamp, match="no answer"):
        sign(unsigned(), issuer(), at=AT, timestamper=Silent())


class Answers(BaseHTTPRequestHandler):
    """A service on this machine; `broken` says what it answers instead."""

    broken: bytes = b""

    def do_POST(self) -> None:  # noqa: N802
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(self.broken or stamper().request_tsa_response(asked).dump())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


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


_READ = """import {{ examineFile }} from "{script}"; import {{ readFileSync }} from "node:fs";
for (const name of {names}) {{
  console.log((await examineFile(new Uint8Array(readFileSync(name)), ["{certificate}"])).verdict);
}}
"""


def test_a_stamped_certificate_is_genuine_to_the_command_and_to_the_offline_file(tmp_path: Path) -> None:
    """A4, A21: the script is that of the pages and of the file for a USB stick; one changed byte is altered to both."""
    altered = stamped().replace(b"/Page", b"/Pagf", 1)
    paths = [tmp_path / "stamped.pdf", tmp_path / "altered.pdf"]
    for path, content in zip(paths, (stamped(), altered), strict=True):
        path.write_bytes(content)
    assert [verify_file(path, [issuer().root_pem])[1]["verdict"] for path in paths] == ["genuine", "altered"]
    if shutil.which("node") is None:
        pytest.skip("no Node.js here")
    script = tmp_path / "signed-file.mjs"
    script.write_text((SHELF / "signed-file.js").read_text())
    certificate = "".join(issuer().certificate_pem.decode().strip().splitlines()[1:-1])
    text = _READ.format(
        script=script.as_uri(), names=json.dumps([str(path) for path in paths]), certificate=certificate
    )
    (tmp_path / "read.mjs").write_text(text)
    command = [shutil.which("node") or "", str(tmp_path / "read.mjs")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.split() == ["genuine", "altered"]
