"""What a browser checks by itself: the scanned code, a PDF where it lies, all of it from a USB stick (U4, A20, A21)."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.accreditation.domain.number import make_number
from app.accreditation.domain.status_list import ENTRIES
from app.accreditation.proof_queries import newest_lists
from app.accreditation.services.keeping_key import signing_key
from app.accreditation.signing.ed25519 import SigningKey
from app.accreditation.signing.public_keys import KeyKind
from app.accreditation.signing.qr_code import claims_of, qr_text
from app.jobs.services import enqueue
from tests.browser.forgeries import altered_codes, altered_files
from tests.parts.accreditation.artefacts import artefacts_of
from tests.parts.accreditation.badges import record
from tests.parts.accreditation.holders import Holder, add_events, grant_to_somebody
from tests.parts.accreditation.time_stamps import Answers, answering
from tests.plugins.browser import MIRRORED, Opened, Screen, Served

pytestmark = pytest.mark.browser
NOTE = b"\n99 0 obj\n<</Type /Annot /Subtype /FreeText /Rect [0 0 99 99]>>\nendobj\n"
GENUINE = {"valid", "unlisted"}


@pytest.fixture(scope="module")
def stamped(shared: Served) -> Holder:
    """A holder whose certificate a time-stamp service witnessed, on this machine and at the present time."""
    works = shared.instance.works
    with pytest.MonkeyPatch.context() as patch, answering() as url:
        patch.setattr(Answers, "at", works.database.clock())
        patch.setitem(works.parts, "timestamp_url", url)
        holder = grant_to_somebody(works, seed=57)
        shared.work()
    return holder


@pytest.fixture(scope="module")
def holders(shared: Served) -> list[Holder]:
    """Three holders with certificates, and status lists: the second is withdrawn, the third suspended."""
    works = shared.instance.works
    made = [grant_to_somebody(works, seed=50 + place) for place in range(3)]
    shared.work()
    add_events(works, made[1].number, "withdrawn")
    add_events(works, made[2].number, "suspended")
    works.database.write(lambda unit: enqueue(unit, "status-lists.publish", {}, "lists"))
    shared.work()
    return made


def certificate(shared: Served, holder: Holder) -> tuple[bytes, str]:
    """The PDF of a holder and the words of its code."""
    found = artefacts_of(shared.instance, holder.number)
    return found.pdf, found.code.partition("#")[2]


def many_codes(key: SigningKey, count: int) -> list[str]:
    """Return the codes of other certificates, signed by the issuer."""
    drawn = Random(97)
    numbers = [make_number(drawn.randbytes) for _ in range(count)]
    return [
        qr_text(claims_of(record(number=number), 1, ENTRIES // 2 + place), f"HTTP://LOCALHOST/verify/{number}", key)
        for place, number in enumerate(numbers)
    ]


@pytest.mark.parametrize("wishes", [{}, {"width": 1280, "locale": MIRRORED}], ids=["narrow", "wide-mirrored"])
def test_a_scan_shows_the_name_here_and_tells_it_to_nobody(
    window: Opened, shared: Served, holders: list[Holder], wishes: dict[str, Any], tmp_path: Path
) -> None:
    """U4, U2: the name comes out of the code, never out of the server, and does not stay in the address."""
    holder = holders[0]
    _, code = certificate(shared, holder)
    screen = window(shared, **wishes)
    asked: list[str] = []
    screen.context.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    screen.open(f"/verify/{holder.number}#{code}")
    screen.page.wait_for_selector("#signed-code:not([hidden])")
    assert screen.sees(holder.name)
    assert screen.page.locator("#signed-code .note.ok").is_visible()
    assert screen.path == f"/verify/{holder.number}"
    assert not [one for one in asked if holder.name in one]
    assert all(code not in one.partition("#")[0] for one in asked)
    assert holder.name not in shared.instance.visitor().get(f"/verify/{holder.number}").text
    screen.page.screenshot(path=tmp_path / "scan.png", full_page=True)


def test_a_forged_code_is_refused_before_whatever_the_register_says(
    window: Opened, shared: Served, holders: list[Holder]
) -> None:
    """U4: also the code of one certificate beside the number of another, and on the page of an unknown number."""
    _, code = certificate(shared, holders[0])
    screen = window(shared)
    screen.excuse("404 (NOT FOUND)")
    forged = code[:60] + ("A" if code[60] != "A" else "B") + code[61:]
    for number, words in ((holders[0].number, forged), (holders[2].number, code), ("PRV-0000-0000-0000-0000-0", code)):
        screen.open("/help")
        screen.open(f"/verify/{number}#{words}")
        screen.page.wait_for_selector("#signed-code:not([hidden])")
        assert screen.page.locator("main .note:visible").first.inner_text().startswith("The QR code is not genuine")
        assert not screen.sees(holders[0].name)


def test_a_file_is_checked_where_it_lies(window: Opened, shared: Served, holders: list[Holder], tmp_path: Path) -> None:
    """A20, U5: by its fingerprint first; what does not match is examined here. Nothing but the fingerprint is sent."""
    pdf, _ = certificate(shared, holders[1])
    screen = window(shared)
    screen.excuse("404 (NOT FOUND)")
    sent: list[str] = []
    screen.context.on("request", lambda request: sent.append(request.method) if request.post_data_buffer else None)
    screen.open("/verify/file")
    for content, outcome, said in (
        (pdf, "stored", "byte for byte"),
        (pdf.replace(b"/Page", b"/Pagf", 1), "altered", "The content is what was signed\nNo"),
        (pdf + b"\n% more", "altered", "The signature covers the whole file, nothing was added\nNo"),
        (pdf + b"\n% more", "altered", "Something was written behind the end of the file"),
        (pdf + NOTE, "altered", "After signing, a note, a stamp or a link was laid over a page"),
        (b"%PDF-1.7 nothing", "unsigned", "Not signed"),
        (b"words", "unreadable", "Unreadable"),
    ):
        _choose(screen, "#f-file", content)
        screen.page.click("form[data-examiner] button")
        screen.page.wait_for_selector(f"[data-when~={outcome}]:visible")
        assert said in screen.page.inner_text("[data-outcome]").replace("\n\n", "\n"), outcome
        assert screen.page.locator("[data-outcome] .note:visible").count() == 1
        screen.page.screenshot(path=tmp_path / f"{outcome}.png", full_page=True)
        if outcome == "stored":
            assert screen.page.inner_text("[data-state]:visible") == "Withdrawn"
            assert screen.page.inner_text("a[data-number]") == holders[1].number
    screen.open("/verify/file")
    _drop(screen.page, "form[data-examiner]", pdf + b"\n% more")
    screen.page.wait_for_selector("[data-when~=altered]:visible")
    assert sent == []


def test_the_offline_file_knows_a_hundred_genuine_ones_from_a_hundred_altered(
    chromium: Any, shared: Served, stamped: Holder, holders: list[Holder], tmp_path: Path
) -> None:
    """U4, A21: opened from a disk with the network off; withdrawn and suspended are named with the date of the list.
    Files with a time stamp and without."""
    page, problems = _offline(chromium, shared, tmp_path)
    key = _qr_key(shared)
    codes = many_codes(key, 96)
    files = [certificate(shared, holder)[0] for holder in (stamped, *holders)]
    assert [b"060B2A864886F70D010910020E" in pdf for pdf in files] == [True, False, False, False]
    assert set(_texts(page, codes)) <= GENUINE
    assert [_file(page, pdf) for pdf in files] == ["valid", "valid", "withdrawn", "suspended"]
    said = page.inner_text("#outcome")
    assert "Suspended, by the list of" in said
    assert holders[2].name in said
    with shared.instance.works.database.reading() as connection:
        day = min(one.made_at for one in newest_lists(connection))
    assert f"{day.day} {day:%B %Y}" in said
    page.evaluate("document.getElementById('outcome').dataset.outcome = ''")
    _drop(page, "#by-file", files[2])
    assert _outcome(page) == "withdrawn"
    said = page.inner_text("#outcome")
    assert "Withdrawn or replaced, by the list of" in said
    assert f"{day.day} {day:%B %Y}" in said
    assert holders[1].name in said
    assert [_text(page, certificate(shared, holder)[1]) for holder in holders] == ["valid", "withdrawn", "suspended"]
    assert _file(page, files[0] + NOTE) == "altered"
    assert "After signing, a note, a stamp or a link was laid over a page." in page.inner_text("#outcome")
    page.screenshot(path=tmp_path / "offline.png", full_page=True)
    wrong = _texts(page, altered_codes(codes, 40))
    wrong += _files(page, [one for pdf in files[:2] for one in altered_files(pdf, 30)])
    assert len(wrong) == 100
    assert set(wrong) <= {"refused", "altered", "unsigned", "unreadable", "not_ours"}, wrong
    assert problems == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_offline_file_speaks_four_languages_and_fits_a_phone(
    chromium: Any, shared: Served, holders: list[Holder], tmp_path: Path, language: str
) -> None:
    """U4: the words of the outcome too; mirrored in Arabic."""
    page, problems = _offline(chromium, shared, tmp_path, width=360)
    page.select_option("#language", language)
    _text(page, certificate(shared, holders[0])[1])
    assert _file(page, certificate(shared, holders[0])[0] + NOTE) == "altered"
    assert "added-" not in page.inner_text("#outcome")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not [one for one in page.locator("[data-w]").all_inner_texts() if "{" in one]
    page.screenshot(path=tmp_path / f"offline-{language}.png", full_page=True)
    assert problems == []


def _offline(chromium: Any, shared: Served, folder: Path, width: int = 1280) -> tuple[Any, list[str]]:
    """Open the downloaded file from the disk, without a network; what it asks for or complains of is collected."""
    answer = shared.instance.visitor().client.get("/verify/offline")
    assert "attachment" in answer.headers["Content-Disposition"]
    file = folder / "verify-offline.html"
    file.write_bytes(answer.data)
    context = chromium.new_context(viewport={"width": width, "height": 740}, offline=True, locale="en-GB")
    problems: list[str] = []
    context.on("request", lambda request: problems.append(request.url) if request.url != file.as_uri() else None)
    context.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    page = context.new_page()
    page.goto(file.as_uri())
    return page, problems


def _text(page: Any, code: str) -> str:
    page.evaluate("document.getElementById('outcome').dataset.outcome = ''")
    page.fill("#text", code)
    page.click("#by-code button")
    return _outcome(page)


def _file(page: Any, content: bytes) -> str:
    page.evaluate("document.getElementById('outcome').dataset.outcome = ''")
    file = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("#file").set_input_files(file)
    return _outcome(page)


_ONE_AFTER_ANOTHER = """async ([given, put]) => {
    const outcome = document.getElementById("outcome"), said = [];
    for (const one of given) {
        outcome.dataset.outcome = "";
        put(one);
        while (!outcome.dataset.outcome) await new Promise((again) => setTimeout(again));
        said.push(outcome.dataset.outcome);
    }
    return said;
}"""
_PUT_TEXT = """(code) => {
    document.getElementById("text").value = code;
    document.getElementById("by-code").requestSubmit();
}"""
_PUT_FILE = """(base64) => {
    const chosen = new DataTransfer(), box = document.getElementById("file");
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    chosen.items.add(new File([bytes], "paper.pdf", {type: "application/pdf"}));
    box.files = chosen.files;
    box.dispatchEvent(new Event("change"));
}"""


def _texts(page: Any, codes: list[str]) -> list[str]:
    """Say of each code what the page says; many of them are given to it from within."""
    return list(page.evaluate(f"(given) => ({_ONE_AFTER_ANOTHER})([given, {_PUT_TEXT}])", codes))


def _files(page: Any, contents: list[bytes]) -> list[str]:
    """Say of each file what the page says; many of them are chosen from within."""
    given = [b64encode(one).decode() for one in contents]
    return list(page.evaluate(f"(given) => ({_ONE_AFTER_ANOTHER})([given, {_PUT_FILE}])", given))


def _drop(page: Any, where: str, content: bytes) -> None:
    """Let a file fall on an element, as a hand with a mouse does."""
    page.locator(where).evaluate(
        """(element, bytes) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], "paper.pdf", {type: "application/pdf"}));
            element.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
        }""",
        list(content),
    )


def _outcome(page: Any) -> str:
    page.wait_for_selector("#outcome[data-outcome]:not([data-outcome=''])")
    return str(page.locator("#outcome").get_attribute("data-outcome"))


def _choose(screen: Screen, box: str, content: bytes) -> None:
    file = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": content}
    screen.page.locator(box).set_input_files(file)


def _qr_key(shared: Served) -> SigningKey:
    works = shared.instance.works
    return signing_key(works.parts["keys"], KeyKind.QR, works.parts["issuer"], at=works.database.clock())
