"""An officer earns CFR-1 with a practical: what they add, what others say of it, the desk, the certificate."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.accreditation.services.scheme_loading import load_schemes
from tests.page import Browser, Page
from tests.parts.accreditation.holders import entries, scalar
from tests.plugins.instances import Instance

SCHEMES = Path(__file__).parents[2] / "courses" / "schemes"
MORE = """
    - logged-cases: {kind: seizure, n: 1}
    - prior-learning: {topic: report-writing}
    - other-certificate: {body: first-aid}
renewal:"""
EVIDENCE = "/accreditation/evidence"
PEN = b"MAKER-OF-THE-CAMERA"


@dataclass(slots=True)
class House:
    """The demonstration with everyone signed in once."""

    demo: Instance
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def of(self, name: str) -> Browser:
        """Return the browser of a demo person."""
        if name not in self._browsers:
            self._browsers[name] = self.demo.signed_in(name)
        return self._browsers[name]


def photograph() -> io.BytesIO:
    """A picture as a telephone makes it, which says what made it."""
    out, picture = io.BytesIO(), Image.new("RGB", (2400, 1600), "grey")
    notes = picture.getexif()
    notes[0x010F] = PEN.decode()
    picture.save(out, "JPEG", exif=notes)
    out.seek(0)
    return out


def document(more: str = "") -> io.BytesIO:
    """A PDF of one empty page; `more` stands in its catalogue."""
    parts = [f"<< /Type /Catalog /Pages 2 0 R {more} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"]  # fmt: skip
    text, places = "%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return io.BytesIO(f"{text}xref\n0 4\n0000000000 65535 f \n{table}{end}".encode())


def send(browser: Browser, path: str, at: str = "", **fields: Any) -> Page:
    """Send the form of a page as it stands, with fields filled in; day boxes are given as `on='5 3 2026'`."""
    form: dict[str, Any] = {**browser.get(path).form(at or path)}
    form.pop("files", None)
    for name in [name for name in fields if name in {"on", "until"}]:
        for part, value in zip(("day", "month", "year"), fields.pop(name).split(), strict=True):
            form[f"{name}-{part}"] = value
    return browser.post(at or path, form | fields)


@pytest.fixture
def house(demo: Instance, tmp_path: Path) -> House:
    """The demonstration, where the desk looks at every CFR-1, which asks for more than the one that ships.

    It rests on the paper that the officers of the demonstration have sat: the final examination of the course.
    """
    folder = tmp_path / "schemes"
    shutil.copytree(SCHEMES, folder)
    for name in ("deo-2", "fci-2", "cfr-knowledge"):
        (folder / f"{name}.yml").unlink()
    text = (folder / "cfr-1.yml").read_text()
    (folder / "cfr-1.yml").write_text(
        text.replace("version: 3\ndesign", "version: 4\ndesign")
        .replace("sample: 10", "sample: 100").replace("accreditation-examination", "final-examination")
        .replace("\nrenewal:", MORE, 1)
    )  # fmt: skip
    works = demo.works
    works.database.write(lambda unit: load_schemes(unit, folder, works.parts["issuer"]))
    return House(demo)


def test_an_officer_earns_cfr_1_with_a_practical(house: House) -> None:
    """O33, A27, A13: code, case, claims, practical, desk; each word from the right person, once, with its reason."""
    amara = house.of("amara")
    add_evidence(amara)
    coordinate(house)
    assess(house, amara)
    rule(house, amara)
    decide(house)
    page = amara.get("/certificates")
    assert page.sees("Cybercrime First Responder, level 1 Valid")
    frozen = entries(house.demo.works, "accreditation:credential:granted")[-1]
    assert frozen["scheme"] == "cfr-1"


def add_evidence(amara: Browser) -> None:
    """The officer: each requirement leads to its page; wrong input comes back whole."""
    page = amara.get("/certificates")
    amara.post(page.link("Accept the code of conduct"))
    assert amara.get("/certificates").sees("Accepted on")
    assert amara.post(f"{EVIDENCE}/logged-case", {"note": "One phone, on."}).sees("One phone, on.")
    page = send(amara, f"{EVIDENCE}/logged-case", note="One phone, on, packed and labelled.", on="5 3 2026")
    assert page.sees("Supervised case: seizure Waiting")
    send(amara, f"{EVIDENCE}/logged-case", note="The wrong day.", on="6 3 2026")
    back = next(form.action for form in amara.get(EVIDENCE).tree.forms if "take-back" in form.action)
    assert amara.post(back).sees("Supervised case: seizure Taken back")
    wrong = {"title": "A course", "note": "Two weeks."}
    page = send(amara, f"{EVIDENCE}/prior-learning", on="5 3 2026", **wrong)
    assert (page.status, page.sees("Choose a file"), page.sees("Two weeks.")) == (422, True, True)
    page = send(amara, f"{EVIDENCE}/prior-learning", on="5 3 2026", files=(photograph(), "x.pdf"), **wrong)
    assert page.sees("File 1")
    other = {"title": "No. 17", "on": "5 March 2026"}
    hostile = {
        "holds programs": document("/OpenAction << /S /JavaScript /JS (1) >>"),
        "damaged": io.BytesIO(b"%PDF-1.7 no more"),
        "neither a PDF": io.BytesIO(b"MZ"),
    }
    for said, content in hostile.items():
        page = send(amara, f"{EVIDENCE}/other-certificate", until="4 3 2031", files=(content, "a.pdf"), **other)
        assert (page.status, page.sees(said)) == (422, True), said
    page = send(amara, f"{EVIDENCE}/other-certificate", until="4 3 2026", files=(document(), "a.pdf"), **other)
    assert page.sees("This certificate has ended")
    page = send(amara, f"{EVIDENCE}/other-certificate", until="4 3 2031", files=(document(), "a.pdf"), **other)
    assert page.sees("valid until 4 March 2031")


def coordinate(house: House) -> None:
    """The coordinator of the agency: one click, or a reason; the claims that are for staff are not on the list."""
    coordinator = house.of("coordinator")
    page = coordinator.get("/people/requests")
    assert page.sees("Amara Nkemelu (demo): Supervised case (seizure)")
    assert not page.sees("Prior learning")
    place = next(form.action for form in page.tree.forms if "requests/" in form.action)
    page = coordinator.post(place, {"answer": "no", "reason": ""})
    assert (page.status, page.sees("Write why not")) == (422, True)
    section = page.tree.xpath("//section[contains(., 'Amara') and contains(., 'seizure')]")[0]
    found = section.xpath(".//form/@action")[0].rsplit("/", 1)[1]
    page = coordinator.post(f"/people/requests/{found}", {"answer": "yes"})
    assert not page.sees("Amara Nkemelu")
    again = coordinator.post(f"/people/requests/{found}", {"answer": "yes"})
    assert again.status == 409


def assess(house: House, amara: Browser) -> None:
    """The assessor: appointed by name, not the trainer; the sheet is sent twice and stands once."""
    staff = house.of("staff")
    assert send(staff, "/accreditation/assessors", person="trainer", scheme="cfr-1").sees("Ines Keller")
    page = send(amara, f"{EVIDENCE}/practical/scene-exercise", note="Mondays suit me.")
    assert page.sees("You asked for it on")
    assert amara.get("/certificates").sees("waiting: an assessor arranges it with you")
    trainer, reviewer = house.of("trainer"), house.of("reviewer")
    page = trainer.get("/practicals")
    assert page.sees("Trained this officer")
    page = reviewer.get("/practicals")
    assert page.sees("Mondays suit me.")
    place = page.link("Amara")
    assert trainer.get(place).sees("You may not assess this officer")
    page = send(reviewer, place, place="A yard", witness="-", **{"met-1": "yes"})
    assert (page.status, page.sees("Mark each criterion"), page.sees("A yard") or 'value="A yard"' in page.text) == (
        422, True, True)  # fmt: skip
    marks = {f"met-{number}": "no" if number == 14 else "yes" for number in range(1, 15)}
    form = {**reviewer.get(place).form(place), "place": "A yard", "witness": "-", **marks}
    form.pop("files", None)
    page = reviewer.post(place, form | {"files": (photograph(), "a.jpg")})
    assert page.h1 == "Sheet sent: Passed"
    assert reviewer.post(place, form).path == page.path
    assert scalar(house.demo.works, "SELECT count(*) FROM evidence WHERE token = :t", t=form["token"][0]) == 1
    picture = reviewer.get(page.link("File 1"))
    assert picture.response.headers["Content-Disposition"].startswith("attachment")
    assert (picture.raw[:3], PEN in picture.raw) == (b"\xff\xd8\xff", False)
    form.pop("csrf_token")
    assert trainer.post(place, form | {"token": "another-token-00"}).status == 409


def rule(house: House, amara: Browser) -> None:
    """Accreditation staff: prior learning and the other body's certificate, with the files; a reason if no."""
    staff = house.of("staff")
    for name in ("Prior learning", "Certificate of another body"):
        rows = staff.get("/accreditation/claims").tree.xpath("//main//li[contains(., 'Amara')]")
        place = next(row.xpath(".//a/@href")[0] for row in rows if name in row.text_content())
        page = staff.get(place)
        file = staff.get(page.link("File 1"))
        file.response.close()
        assert house.of("coordinator").get(page.link("File 1")).status == 404
        assert staff.post(place, {"verdict": "refused", "reason": ""}).status == 422
        if name == "Prior learning":
            staff.post(place, {"verdict": "refused", "reason": "The stamp cannot be read."})
            assert amara.get(EVIDENCE).sees("The stamp cannot be read.")
        staff.post(place, {"verdict": "accepted"})
    handed_out = entries(house.demo.works, "accreditation:evidence-file:handed-out")
    assert len(handed_out) == 2


def decide(house: House) -> None:
    """The desk: a case of practice within its budget, with what was recorded; decided by who ruled on no part of it.

    Who accepted the prior learning assessed it (ISO/IEC 17024, 9.4): the page of the case says so, and their grant is
    refused.
    """
    ruled, staff = house.of("staff"), house.of("staff2")
    page = ruled.get(ruled.get("/accreditation/queue").link("Amara"))
    assert page.sees("Assessed this officer.")
    page = staff.get("/accreditation/queue")
    page = staff.get(page.link("Amara"))
    assert page.sees("What was recorded of their practice")
    assert page.sees("valid until 4 March 2031")
    assert page.sees("The furnished room Passed")
    place = page.link("Decide")
    page = staff.post(place.replace("/decide", "/check"), {**staff.get(place).form("/check"), "outcome": "grant"})
    tried = {key: value for key, value in page.form("/decide").items() if key != "csrf_token"}
    refused = ruled.post(place, tried)
    assert (refused.status, refused.sees("you had another part in it")) == (409, True)
    page = staff.post(place, page.form("/decide"))
    assert page.sees("Granted")
