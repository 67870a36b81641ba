"""The job that makes certificates: from the frozen statement alone, checked, stored once whatever dies in between."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from app.accreditation import jobs
from app.accreditation.certificate_languages import language_for
from app.accreditation.domain.disclosure import Disclosure, disclosed
from app.accreditation.issuer import Issuer
from app.accreditation.queries import credential_by_number
from app.accreditation.services.keeping_key import issuer_key
from app.accreditation.services.proving import Proofs
from app.accreditation.services.rendering import (
    MadeCertificate,
    SelfCheckFailed,
    pictures_of,
    printed,
    self_check,
)
from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.keys import BadKey, DemoKeyRefused, make_issuer_key
from app.accreditation.signing.public_keys import load_roots
from app.accreditation.statement_queries import statement_of
from app.foundation.transaction import Unit
from tests.parts.accreditation.holders import Holder, entries, grant_to_somebody, scalar
from tests.plugins.instances import Instance

STORED = "accreditation:certificate-file:stored"


@pytest.fixture
def holder(demo: Instance) -> Holder:
    return grant_to_somebody(demo.works, seed=21)


def pdf_of(demo: Instance, number: str) -> bytes:
    """Return the stored certificate of a number."""
    with demo.works.database.reading() as connection:
        credential = credential_by_number(connection, number)
    assert credential
    assert credential.storage_key == f"certificates/{credential.sha256}.pdf"
    pdf: bytes = demo.works.parts["storage"].get(credential.storage_key)
    assert hashlib.sha256(pdf).hexdigest() == credential.sha256
    assert len(pdf) == credential.size
    return pdf


def test_a_certificate_is_signed_stored_and_entered(demo: Instance, holder: Holder) -> None:
    """A3, A4, A28: the file that the register names is genuine and says what the statement says, name included."""
    before = len(entries(demo.works, STORED))
    demo.work()
    pdf = pdf_of(demo, holder.number)
    found = examine(pdf, load_roots(demo.works.parts["keys"], allow_demo=True))
    assert (found.verdict, found.number, found.demo) == (Verdict.GENUINE, holder.number, True)
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    text = document[0].get_textpage().get_text_bounded()
    for words in (holder.name, holder.number, "SPECIMEN", "Cybercrime First Responder", "version 2"):
        assert words in text, words
    assert [one["number"] for one in entries(demo.works, STORED)[before:]] == [holder.number]


def test_a_certificate_shows_the_name_as_it_was_granted(demo: Instance, holder: Holder) -> None:
    """A2: a name that changes before the worker comes does not reach the paper."""

    def rename(unit: Unit) -> None:
        sealed = demo.works.keyring.seal("person.name", b"Another Name")
        unit.connection.exec_driver_sql("UPDATE person SET name = ? WHERE id = ?", (sealed, holder.person_id))

    demo.works.database.write(rename)
    demo.work()
    text = pypdfium2.PdfDocument(BytesIO(pdf_of(demo, holder.number)))[0].get_textpage().get_text_bounded()
    assert holder.name in text
    assert "Another Name" not in text


class Killed(BaseException):
    """Stands for the death of the worker: nothing in the house catches it."""


def test_a_worker_killed_between_file_and_row_leaves_one_certificate(
    demo: Instance, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A3, A15, R8: the file that nothing names stays behind; the next worker makes another and enters it once."""
    before = len(entries(demo.works, STORED))

    def dies(*_given: object) -> bool:
        raise Killed

    monkeypatch.setattr(jobs, "note_file", dies)
    with pytest.raises(Killed):
        demo.work()
    monkeypatch.undo()
    assert (
        scalar(demo.works, "SELECT state FROM outbox WHERE name = 'certificate.render' AND state <> 'done'")
        == "running"
    )
    true_clock = demo.works.database.clock
    demo.works.database.clock = lambda: true_clock() + timedelta(days=1)
    demo.work()
    pdf_of(demo, holder.number)
    assert len(entries(demo.works, STORED)) == before + 1


def test_two_turns_at_one_job_enter_one_file(demo: Instance, holder: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A3, A15: a worker that comes back too late finds the row and changes nothing."""
    made: list[MadeCertificate] = []
    enter = jobs.note_file

    def twice(unit: Unit, credential: Any, certificate: MadeCertificate, proofs: Proofs) -> bool:
        made.append(certificate)
        assert enter(unit, credential, certificate, proofs) is True
        assert enter(unit, credential, replace(certificate, pdf=b"another"), proofs) is False
        return True

    monkeypatch.setattr(jobs, "note_file", twice)
    demo.work()
    assert pdf_of(demo, holder.number) == made[-1].pdf


def test_what_does_not_hold_is_not_stored(demo: Instance, holder: Holder) -> None:
    """A3: wrong number, other key, changed bytes: each stops the job with its reason."""
    demo.work()
    key = issuer_key(demo.works.parts["keys"], demo.works.parts["issuer"], at=datetime.now(UTC))
    made = MadeCertificate(pdf_of(demo, holder.number), key.key_id, {})
    self_check(made, holder.number, key.root_pem)
    other = make_issuer_key("Others", at=datetime.now(UTC)).root_pem
    bad: list[Callable[[], None]] = [
        lambda: self_check(made, "PRV-0000-0000-0000-0000-0", key.root_pem),
        lambda: self_check(made, holder.number, other),
        lambda: self_check(replace(made, pdf=made.pdf.replace(b"/Page", b"/Pagf", 1)), holder.number, key.root_pem),
        lambda: self_check(replace(made, pdf=bytes(11 * 2**20)), holder.number, key.root_pem),
    ]
    for check in bad:
        with pytest.raises(SelfCheckFailed):
            check()


def test_a_demonstration_key_signs_nothing_real(tmp_path: Path) -> None:
    """A4: a demonstration makes its key once and keeps it; a real issuer refuses that key, and makes none by itself."""
    demonstration, real = Issuer("Us", "http://x", demo=True), Issuer("Us", "https://x", demo=False)
    at = datetime.now(UTC)
    with pytest.raises(BadKey):
        issuer_key(tmp_path, real, at=at)
    first = issuer_key(tmp_path, demonstration, at=at)
    assert issuer_key(tmp_path, demonstration, at=at).key_id == first.key_id
    with pytest.raises(DemoKeyRefused):
        issuer_key(tmp_path, real, at=at)


def test_what_is_printed_comes_from_the_statement_alone(demo: Instance, holder: Holder) -> None:
    """A2: the values of the paper are a function of the frozen text and the key's name."""
    with demo.works.database.reading() as connection:
        stored = statement_of(connection, holder.number)
    assert stored
    shown = disclosed(json.loads(stored.text), Disclosure.FULL, None)
    values = printed(stored.text, "k1", shown)
    assert values == printed(stored.text, "k1", shown)
    assert (values["holder_name"], values["number"], values["specimen"]) == (holder.name, holder.number, True)
    assert values["verify_url"] == f"http://localhost/verify/{holder.number}"
    assert "not yet reviewed" in str(values["reviewed_note"])


def test_the_nightly_sweep_grants_what_was_missed_and_nothing_twice(demo: Instance) -> None:
    """A15: whoever met a scheme while the reaction failed is found; one broken record does not stop the others."""
    before = scalar(demo.works, "SELECT count(*) FROM credential")
    met = scalar(demo.works, "SELECT person_id FROM credential ORDER BY created_at LIMIT 1")

    def lose(unit: Unit) -> None:
        for table, key in (
            ("certificate_file", "credential_id"),
            ("badge_file", "credential_id"),
            ("credential_proof", "credential_id"),
            ("credential_event", "credential_id"),
            ("credential", "id"),
        ):
            for name in unit.connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
            ).scalars().all():  # fmt: skip
                unit.connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
            where = f"{key} IN (SELECT id FROM credential WHERE person_id = ?)"
            unit.connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}", (met,))

    demo.works.database.write(lose)
    sweep(demo)
    sweep(demo)
    assert scalar(demo.works, "SELECT count(*) FROM credential") == before
    assert scalar(demo.works, "SELECT count(*) FROM credential WHERE person_id = :who", who=met) == 1


def test_a_broken_record_does_not_stop_the_sweep(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """A15: the failure stands in the log with the id of whose record it is."""

    def fails(*_given: object) -> bool:
        raise LookupError("a version that is gone")

    monkeypatch.setattr(jobs, "is_due", fails)
    sweep(demo)
    failures = entries(demo.works, "accreditation:consider:failed")
    assert len(failures) > 2
    assert {one["error"] for one in failures} == {"LookupError"}


def sweep(demo: Instance) -> None:
    """Run the nightly job as the worker does."""

    class Context:
        database = demo.works.database
        parts = demo.works.parts
        write = demo.works.database.write
        clock = staticmethod(demo.works.database.clock)

    jobs.consider_all(Context())  # type: ignore[arg-type]


SPOKEN: list[tuple[object, str, str, str]] = [
    ({"en": "First responder", "fr": "Premier intervenant"}, "fr", "fr", "Premier intervenant"),
    ({"en": "First responder", "fr": "Premier intervenant"}, "es", "en", "First responder"),
    ("First responder", "fr", "en", "First responder"),
]


@pytest.mark.parametrize(("title", "wanted", "language", "shown"), SPOKEN)
def test_a_certificate_is_in_the_holders_language_where_design_and_scheme_speak_it(
    demo: Instance, holder: Holder, title: object, wanted: str, language: str, shown: str
) -> None:
    """A28: half a certificate in one language and half in another is never made."""
    with demo.works.database.reading() as connection:
        stored = statement_of(connection, holder.number)
    assert stored
    statement = json.loads(stored.text)
    said = {"en": "has shown", "fr": "a démontré"} if isinstance(title, dict) else "has shown"
    frozen = {key: value for key, value in statement["scheme"].items() if key not in {"titles", "statements"}}
    statement["scheme"] = frozen | {"title": title, "statement": said}
    statement["issuer_profile"] = {
        "name": {"en": "The body", "fr": "L’organisme"}, "emblem": base64.b64encode(b"<svg/>").decode(),
        "signatories": [{"name": "A. Example", "office": {"en": "Head", "fr": "Chef"}}] * 3,
    }  # fmt: skip
    text = json.dumps(statement)
    assert language_for(text, wanted) == language
    values = printed(text, "k1", disclosed(statement, Disclosure.FULL, None), language)
    assert (values["lang"], values["scheme_title"]) == (language, shown)
    assert values["issuer"] == {"en": "The body", "fr": "L’organisme"}[language]
    assert values["signatories"] == [("A. Example", {"en": "Head", "fr": "Chef"}[language])] * 2
    assert pictures_of(text) == {"emblem": b"<svg/>"}
