"""A PDF that somebody sent is examined in a process apart, which says what an examination here would say."""

from __future__ import annotations

import json

import pytest

from app.accreditation import examining
from app.accreditation.examining import WITHIN_LIMITS, examined_apart
from app.accreditation.signing.check import examine
from app.accreditation.signing.keys import make_issuer_key
from app.accreditation.signing.verdict import LARGEST, Verdict
from app.accreditation.signing.verdict_text import from_json, to_json
from tests.parts.accreditation.badges import AT
from tests.parts.accreditation.every_certificate import CASES, made
from tests.parts.accreditation.test_file_check import send, unsigned, with_another_revision
from tests.parts.accreditation.test_signing import ISSUER, issuer
from tests.plugins.instances import Instance

ROOTS = [issuer().root_pem]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    plain, stamped = made(CASES[0]), made(CASES[1])
    return {
        "as issued": plain,
        "with a time stamp": stamped,
        "a revision more": with_another_revision(stamped),
        "a byte turned": plain.replace(b"/Subject", b"/Sabject", 1),
        "not signed": unsigned(),
        "no PDF": b"MZ" + bytes(400),
    }


def with_revisions(pdf: bytes, size: int) -> bytes:
    """Put empty revisions after a file until it has `size` bytes: each is as right as a revision can be."""
    pieces, at = [pdf], len(pdf)
    before = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    while at < size - 200:
        added = b"99999 0 obj\n<< >>\nendobj\n"
        here = at + len(added)
        table = b"xref\n99999 1\n%010d 00000 n \ntrailer\n<</Size 100000/Root 1 0 R/Prev %d>>\n" % (at, before)
        pieces.append(added + table + b"startxref\n%d\n%%%%EOF\n" % here)
        at, before = at + len(pieces[-1]), here
    return b"".join(pieces)


def test_a_verdict_comes_through_as_it_was(files: dict[str, bytes]) -> None:
    """A20: every part of it; each verdict that there is but one, and of ours another's is told by other roots."""
    verdicts = [examine(pdf, ROOTS) for pdf in files.values()] + [examine(files["as issued"], [])]
    assert {one.verdict for one in verdicts} == set(Verdict)
    assert [from_json(json.loads(json.dumps(to_json(one)))) for one in verdicts] == verdicts


def test_the_process_apart_says_what_an_examination_here_says(files: dict[str, bytes]) -> None:
    """A20: under several roots too, and under none."""
    for pdf in files.values():
        assert examined_apart(pdf, ROOTS) == examine(pdf, ROOTS)
    assert (
        examined_apart(files["as issued"], [make_issuer_key(ISSUER, at=AT).root_pem, *ROOTS]).verdict is Verdict.GENUINE
    )
    assert examined_apart(files["as issued"], []).verdict is Verdict.NOT_OURS


@pytest.mark.usefixtures("started_apart")
def test_a_file_that_takes_too_long_is_given_up_and_the_answer_says_so(
    demo: Instance, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A20, U5: a hostile file costs its own process a few seconds, and nothing is said of what it claims to be."""
    long = with_revisions(files["as issued"], LARGEST // 9)
    monkeypatch.setattr(examining, "WITH_STRANGERS", 1.0)
    visitor = demo.visitor()
    page = send(visitor, long)
    assert (page.status, WITHIN_LIMITS in page.text) == (200, True)
    told = send(visitor, long, Accept="application/json").response.json
    assert (told["verdict"], told["number"], told["status"]) == ("unreadable", None, "unknown")
    assert told["checked"] == [{"said": WITHIN_LIMITS, "passed": False}]
    monkeypatch.undo()
    assert send(visitor, files["not signed"], Accept="application/json").response.json["verdict"] == "unsigned"
