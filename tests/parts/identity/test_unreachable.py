"""Letters that do not arrive: refused by the server or come back, told in the house, seen by the coordinator."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest

from app.cli.commands import CommandLine
from app.cli.mail import mail
from app.foundation.bounces import returned_name
from app.foundation.mail import Letter
from app.foundation.smtp import SmtpMailBox
from app.identity.addresses import own_address
from app.identity.models import Person
from app.jobs.mail import name_of, post
from app.jobs.worker import run_once
from config import BadSettings, Settings
from tests.parts.identity.conftest import House

NAME = "0123456789abcdef0123456789abcdef"
HEAD = "Subject: A message for you\nMessage-ID: <{name}@example.org>\n"
REPORT = """From: MAILER-DAEMON@example.net
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain

It could not be delivered.
--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; example.net

Final-Recipient: rfc822; somebody.else@example.net
Action: {action}
Status: {status}
--=_1
Content-Type: {kind}

{head}
--=_1--
"""


def report(name: str = NAME, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822") -> bytes:
    """Return a report as a mail server writes it (RFC 3464)."""
    return REPORT.format(action=action, status=status, kind=kind, head=HEAD.format(name=name)).encode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (report(), NAME),
        (report(kind="text/rfc822-headers"), NAME),
        (report(action="Failed ", status=" 5.7.26 (not authenticated)"), NAME),
        (report(action="delayed", status="4.4.1"), None),
        (report(action="delivered", status="2.0.0"), None),
        (report(status="4.2.2"), None),
        (report(name="another.program"), None),
        (b"Message-ID: <%s@example.org>\n\nPlease remove me." % NAME.encode(), None),
        (report() + b"x" * 1_000_000, None),
        (b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: message/rfc822\n\n" * 3000, None),
        (b"\xff\x00" * 500, None),
    ],
)
def test_a_report_names_the_letter_that_will_never_arrive(content: bytes, name: str | None) -> None:
    """RFC 3464: only for good, only of ours; what is made to confuse is no report."""
    assert returned_name(content) == name


class _Talk(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a letter needs."""

    def handle(self) -> None:
        self._say(b"220 here")
        for line in self.rfile:
            word = line.split(b" ")[0].strip().upper()
            if word == b"RCPT":
                self._say(self.server.answer)  # type: ignore[attr-defined]
            elif word == b"DATA":
                self._say(b"354 go on")
                taken = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(taken)  # type: ignore[attr-defined]
                self._say(b"250 taken")
            else:
                self._say(b"250 good")
            if word == b"QUIT":
                return

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def server(answer: bytes) -> Iterator[tuple[SmtpMailBox, list[bytes]]]:
    """Run a mail server that answers so to each address."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Talk) as made:
        made.answer, made.letters = answer, []  # type: ignore[attr-defined]
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield SmtpMailBox(f"smtp://127.0.0.1:{made.server_address[1]}", "provost@example.org"), made.letters  # type: ignore[attr-defined]
        made.shutdown()
        thread.join()


def reachable(house: House, person_id: str) -> bool:
    """Whether letters would go to this person."""
    with house.works.database.reading() as connection:
        return own_address(connection, person_id) is not None


@pytest.mark.parametrize(
    ("answer", "state", "arrives"),
    [(b"250 good", "done", True), (b"450 full", "queued", True), (b"550 no", "done", False)],
)
def test_what_a_mail_server_refuses_for_good_is_not_tried_again(
    house: House, answer: bytes, state: str, arrives: bool
) -> None:
    person_id = house.person("ama", "officer")
    house.do(lambda unit: setattr(unit.session.get(Person, person_id), "email", "Ama@police.example"))
    letter = Letter("ama@police.example", "A message for you", "Sign in.\n")
    house.do(lambda unit: post(unit, house.works.keyring, letter, "one"))
    with server(answer) as (house.works.parts["mailbox"], letters):
        run_once(house.works.workshop())
    assert house.scalar("SELECT state FROM outbox WHERE name = 'mail.send'") == state
    assert reachable(house, person_id) is arrives
    assert [message_from_bytes(one)["Message-ID"] for one in letters] == (
        [f"<{name_of('mail:one')}@example.org>"] if answer.startswith(b"250") else []
    )


def test_who_cannot_be_written_to_is_told_and_their_coordinator_sees_it(
    house_on_both: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """O36: a folder of reports, of which one is ours; a report that was made up changes nothing."""
    house = house_on_both
    person_id = house.person("ama", "officer")
    house.person("boss", "coordinator")
    house.person("op", "operator")
    house.do(lambda unit: setattr(unit.session.get(Person, person_id), "email", "ama@police.example"))
    letter = Letter("ama@police.example", "A message for you", "Sign in.\n")
    house.do(lambda unit: post(unit, house.works.keyring, letter, "one"))
    run_once(house.works.workshop())
    line = CommandLine(settings=lambda: house.works.settings, works=lambda: house.works, app=lambda: house.app)
    folder = tmp_path / "returned" / "new"
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(report())
    assert mail(line, ["bounced", str(folder.parent)]) == 0
    assert reachable(house, person_id)
    (folder / "2").write_bytes(report(name_of("mail:one")))
    for new in (1, 0):
        assert mail(line, ["bounced", str(folder.parent)]) == 0
        assert (
            f"about letters from here: 2. People told in the house: {new}." in capsys.readouterr().out.splitlines()[-1]
        )
    assert not reachable(house, person_id)
    browser = house.signed_in("ama")
    assert browser.get("/messages").sees("Letters to your e-mail address do not arrive")
    address = f"/people/{house.public_id(person_id)}"
    assert house.signed_in("boss").get(address).sees("Mail does not arrive")
    assert house.signed_in("op").get("/status").sees("1, of them since yesterday: 1.")
    assert not browser.post("/messages/letters-again", {}).sees("Send letters again")
    assert reachable(house, person_id)
    assert mail(line, ["bounced", "AMA@police.example", "nobody@police.example"]) == 0
    assert not reachable(house, person_id)
    assert {"identity:mail:unreachable", "identity:mail:tried-again"} <= set(house.tags())


def test_a_server_for_letters_needs_an_address_that_they_come_from(tmp_path: Path) -> None:
    given = {"PROVOST_INSTANCE": str(tmp_path), "PROVOST_MAIL_URL": "smtps://provost:a%40b@mail.example.org"}
    assert Settings.from_env(given | {"PROVOST_MAIL_FROM": "provost@example.org"}, demo=True).mail_from
    for wrong in (
        {},
        {"PROVOST_MAIL_FROM": "Provost <p@example.org>"},
        {"PROVOST_MAIL_URL": "http://mail.example.org"},
    ):
        with pytest.raises(BadSettings, match="PROVOST_MAIL_"):
            Settings.from_env(given | wrong, demo=True)
