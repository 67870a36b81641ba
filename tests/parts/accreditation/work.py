"""Work that is handed in: a scheme that asks for the case file that ships, who assesses it, and files to send."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from app.accreditation.issuer import Issuer
from app.accreditation.services.assessing import appoint
from app.accreditation.services.scheme_loading import load_schemes
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from tests.plugins.instances import Instance

ASK = "/accreditation/evidence/practical/case-file"
CRITERIA = 12
SHEET = Path(__file__).parents[3] / "courses" / "schemes" / "sheets" / "case-file.yml"
SCHEME = """\
id: practice
title: Practice
kind: competence
decision: staff
valid-months: 24
version: 1
design: alliance
statement: "has shown it"
requirements:
  all:
    - identity-confirmed: {}
    - practical: {sheet: case-file, at-least: 9}
"""


@cache
def pdf(script: str = "") -> bytes:
    """Return a PDF of one empty page, and with a script in it where one is given."""
    writer, written = PdfFileWriter(), io.BytesIO()
    page = PageObject(contents=writer.add_object(generic.StreamObject(stream_data=b" ")), media_box=(0, 0, 100, 100))
    writer.insert_page(page)
    if script:
        act = {
            generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
            generic.pdf_name("/JS"): generic.pdf_string(script),
        }
        writer.root["/OpenAction"] = generic.DictionaryObject(act)
    writer.write(written)
    return written.getvalue()


def photograph() -> bytes:
    """Return a picture."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "PNG")
    return picture.getvalue()


def person(demo: Instance, name: str) -> str:
    """Return the id of a demo person."""
    hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
    with demo.works.database.reading() as connection:
        wanted = sa.text("SELECT id FROM person WHERE sign_in_hash = :hash")
        return str(connection.scalar(wanted, {"hash": hashed}))


def asking_for_work(demo: Instance, tmp_path: Path) -> None:
    """Put the scheme in force. `reviewer` and `trainer` are appointed; `trainer` teaches whom they would assess."""
    staff = Actor(person(demo, "staff"), "accreditation")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "case-file.yml").write_bytes(SHEET.read_bytes())
    (tmp_path / "practice.yml").write_text(SCHEME, encoding="utf-8")

    def work(unit: Unit) -> None:
        load_schemes(unit, tmp_path, Issuer("Us", "http://localhost", demo=True))
        for name in ("reviewer", "trainer"):
            appoint(unit, staff, person(demo, name), "practice")

    demo.works.database.write(work)
