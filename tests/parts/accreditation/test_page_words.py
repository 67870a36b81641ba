"""What a sent file shows, compared with what the register tells everybody: number, accreditation, dates; no name."""

from __future__ import annotations

from datetime import date

import pytest

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.page_words import ISSUED, NUMBER, TITLE, UNTIL, compared_page, compared_words
from app.printing.designs import design, load_designs
from app.printing.press import render
from app.printing.words import words_of
from tests.page import Browser
from tests.parts.accreditation.every_certificate import Case, made, text_of, told
from tests.parts.accreditation.holders import Holder, grant_to_somebody
from tests.parts.accreditation.test_file_check import issued, send, with_another_revision
from tests.parts.printing.certificates import CREATED
from tests.plugins.instances import Instance

__all__ = ["issued"]
KINDS = [(key, language) for key, one in load_designs().items() for language in one.languages]
ONE: Case = ("alliance", "en", "latin", Disclosure.FULL)
CHANGED: dict[str, tuple[dict[str, object], list[str]]] = {
    "as it was issued": ({}, []),
    "another accreditation": ({"scheme_title": "Commissioner"}, [TITLE]),
    "issued on another day": ({"issued_on": date(2001, 1, 2)}, [ISSUED]),
    "valid for longer": ({"valid_until": date(2099, 1, 2)}, [UNTIL]),
    "another number": ({"number": "PRV-0000-0000-0000-0000-0", "verify_url": "https://example.org/verify"}, [NUMBER]),
    "another holder": ({"holder_name": "Somebody Else", "holder_name_original": "", "holder_line": "Chief"}, []),
}


def shown(pdf: bytes, case: Case = ONE) -> list[str]:
    """What the file does not show."""
    return [one.said for one in compared_words(words_of(pdf), text_of(case)) if not one.passed]


@pytest.mark.parametrize(("key", "language"), KINDS)
def test_every_certificate_shows_what_the_register_tells(key: str, language: str) -> None:
    """A20: of each design in each language, so a No is never our own doing."""
    case = (key, language, "latin", Disclosure.FULL)
    assert shown(made(case), case) == []


@pytest.mark.parametrize("change", CHANGED)
def test_what_a_page_shows_otherwise_is_named_and_who_it_names_is_not_compared(change: str) -> None:
    """A20, A18: with another holder the answer is word for word the same."""
    values, missing = CHANGED[change]
    pdf = render(design("alliance"), {**told(ONE), **values}, created=CREATED, identifier=b"x")
    assert shown(pdf) == missing


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"MZ" + bytes(500), bytes(range(256)) * 40])
def test_a_file_without_words_is_not_compared(content: bytes) -> None:
    """A20: and makes no error."""
    assert compared_page(content, text_of(ONE)) == ()


def test_a_design_that_is_no_longer_here_is_no_error() -> None:
    """A20: the certificate stays checkable by everything else."""
    assert compared_page(made(ONE), text_of(ONE).replace('"alliance"', '"gone"')) == ()
    assert len(compared_page(made(ONE), text_of(ONE))) == 4


def answers(visitor: Browser, pdf: bytes) -> tuple[str, list[bool]]:
    """The page without the fingerprint, and what programs are told of the words."""
    told = send(visitor, pdf, Accept="application/json").response.json
    return send(visitor, pdf).text.replace(told["sha256"], ""), [one["passed"] for one in told["page"]]


def test_an_altered_file_is_told_what_was_changed_and_what_it_shows(
    demo: Instance, issued: tuple[Holder, bytes]
) -> None:
    """A20, U5: on the page and for programs; nothing in it is of the person."""
    holder, pdf = issued
    page, passed = answers(demo.visitor(), with_another_revision(pdf))
    assert "Revision 1 after signing: Something else in the file was changed" in page
    assert (UNTIL in page, passed) == (True, [True] * 4)
    assert not [word for word in holder.words if word.casefold() in page.casefold()]
    assert answers(demo.visitor(), pdf)[1] == []


@pytest.mark.parametrize("protected", [False, True])
def test_a_guess_at_the_name_is_answered_like_any_other(demo: Instance, protected: bool) -> None:
    """U2: whoever draws a file with the true name on it learns no more than with a wrong one."""
    holder = grant_to_somebody(demo.works, seed=41, protected=protected)

    def drawn(name: str) -> bytes:
        values = {**told(ONE), "number": holder.number, "holder_name": name}
        return render(design("alliance"), values, created=CREATED, identifier=b"x")

    right, wrong = (answers(demo.visitor(), drawn(name)) for name in (holder.name, "Somebody Else"))
    assert right == wrong
    assert right[1] == [True, False, False, False]
