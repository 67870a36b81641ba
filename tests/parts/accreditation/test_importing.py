"""Certificates from before this register: entered from a table, marked as such, never printed, never twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accreditation.domain.imported import UnreadableTable, read_table
from app.accreditation.naming_queries import names_who_is_covered
from app.accreditation.queries import CredentialRecord, credential_by_number
from app.accreditation.statement_queries import statement_of
from app.cli.certificates import certificates, explain_number
from app.cli.commands import CommandLine
from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover
from tests.page import Browser
from tests.parts.accreditation.holders import entries, scalar
from tests.plugins.instances import Instance

HEAD = "reference,sign_in_name,scheme,name,rank,issued_on,valid_until\n"
GOOD = "GH-2024-017,efua,cfr-knowledge,Efua Asante,Constable,2024-05-01,2099-04-30\n"
TODAY = date(2026, 11, 26)
WRONG = [
    ("GH-1,,cfr-knowledge,Efua,,2024-05-01,2027-04-30", "is empty"),
    ("GH-1,efua,cfr-knowledge,Efua,,1 May 2024,2027-04-30", "is no day"),
    ("GH-1,efua,cfr-knowledge,Efua,,2024-05-01,2023-04-30", "ends before it begins"),
    ("GH-1,efua,cfr-knowledge,Efua,,2027-05-01,2028-04-30", "issued after today"),
    (f"GH-1,efua,cfr-knowledge,{'E' * 201},,2024-05-01,2027-04-30", "too long"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_every_error_of_a_row_is_named(line: str, said: str) -> None:
    (row,) = read_table((HEAD + line).encode(), TODAY)
    assert any(said in error.text for error in row.errors)


def test_the_same_reference_twice_in_a_table_is_an_error() -> None:
    rows = read_table((HEAD + GOOD + GOOD).encode(), TODAY)
    assert [len(row.errors) for row in rows] == [0, 1]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2\n", HEAD.encode(), b'"'])
def test_what_is_no_table_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableTable):
        read_table(content, TODAY)


def run(instance: Instance, *arguments: str) -> int:
    def never(*_given: object) -> None:
        raise AssertionError("not needed")

    return certificates(CommandLine(settings=never, works=lambda: instance.works, app=never), list(arguments))


def test_the_command_enters_once_and_says_what_is_wrong(
    demo_on_both: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """U14: with its old number in the statement; a repeat enters nothing; `explain` says what it is; no PDF is made."""
    demo, path = demo_on_both, tmp_path / "earlier.csv"
    path.write_text(HEAD + GOOD + "GH-2,nobody-here,no-scheme,Nobody,,2024-05-01,2027-04-30\n")
    demo.work()
    files = scalar(demo.works, "SELECT count(*) FROM certificate_file")
    assert run(demo, "import", str(path), "--check", "--json") == 1
    assert json.loads(capsys.readouterr().out)["would_enter"] == 1
    assert run(demo, "import", str(path), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [row["outcome"] for row in answer["rows"]] == ["new", "wrong"]
    assert "nobody-here" in answer["rows"][1]["errors"]
    assert run(demo, "import", str(path), "--json") == 1
    again = json.loads(capsys.readouterr().out)
    assert (again["entered"], again["known_already"]) == (0, 1)
    number = answer["rows"][0]["number"]
    assert again["rows"][0]["number"] == number
    code, explained = explain_number(demo.works.database, number)
    assert (code, explained["same"], explained["origin"], explained["decider"]) == (0, True, "imported", "imported")
    demo.work()
    assert scalar(demo.works, "SELECT count(*) FROM certificate_file") == files
    assert len(entries(demo.works, "accreditation:credential:imported")) == 1


def test_staff_look_before_they_enter(demo: Instance) -> None:
    """A13: upload, look at every row, confirm; the public reads that it was entered later, and nobody's name."""
    visitor = demo.signed_in("staff")
    assert visitor.post("/accreditation/import", {}).status == 422
    assert visitor.post("/accreditation/import", {"table": "a,b\n1,2"}).sees("does not name these columns")
    check = visitor.post("/accreditation/import", {"table": HEAD + GOOD + "GH-3,efua,none,Efua,,2024-05-01,2027-01-01"})
    assert check.sees("1 certificate will be entered. Nothing is entered yet.")
    assert check.sees("There is no scheme none.")
    assert scalar(demo.works, "SELECT count(*) FROM credential WHERE origin = 'imported'") == 0
    sent = {key: one[0] for key, one in check.form("import").items()}
    done = visitor.post("/accreditation/import", {**sent, "step": "confirm"})
    assert done.h1 == "1 certificate is entered"
    number = scalar(demo.works, "SELECT number FROM credential WHERE origin = 'imported'")
    page = visitor.get(f"/accreditation/register/{number}")
    assert page.sees("On the paper it has the number GH-2024-017")
    public = demo.visitor().get(f"/verify/{number}")
    assert public.sees("Issued before this register")
    assert public.sees("Valid today")
    assert not public.sees("Efua")
    officer = demo.signed_in("efua")
    assert officer.get("/certificates").sees("there is no PDF of it here")
    assert officer.get(f"/certificates/{number}.pdf").status == 404


TRUE, COVER = "Efua Asante (demo)", "Grace Obeng"


@pytest.mark.parametrize("written", [TRUE, COVER])
def test_an_earlier_certificate_of_who_has_a_cover_name_names_nobody(demo_on_both: Instance, written: str) -> None:
    """X7: entered after the cover name was given, whichever name the table has; its statement keeps the true one."""
    demo = demo_on_both
    person = _person(demo, "efua")
    demo.works.database.write(lambda unit: cover(unit, demo.works.keyring, person, COVER, SYSTEM))
    staff = demo.signed_in("staff")
    number = _entered(demo, staff, GOOD.replace("Efua Asante", written))
    with demo.works.database.reading() as connection:
        stored = statement_of(connection, number)
        assert stored
        assert not names_who_is_covered(connection, _credential(connection, number))
    assert json.loads(stored.text)["holder"]["name"] == TRUE
    _names_nobody(demo, staff, number)


def test_an_earlier_certificate_of_before_a_cover_name_is_replaced_by_one_that_names_nobody(
    demo_on_both: Instance,
) -> None:
    """X7: by the officer's coordinator, as every other; no PDF of it is made."""
    demo = demo_on_both
    staff, person = demo.signed_in("staff"), _person(demo, "efua")
    number = _entered(demo, staff, GOOD.replace("Efua Asante", TRUE))
    assert demo.visitor().post(f"/verify/{number}", {"name": TRUE}).sees("The name matches")
    demo.works.database.write(lambda unit: cover(unit, demo.works.keyring, person, COVER, SYSTEM))
    coordinator = demo.signed_in("coordinator")
    page = coordinator.get("/people?name=efua").link("Efua") + "/named-certificates"
    assert coordinator.get(page).sees(number)
    assert coordinator.post(page).sees("No certificate that stands names this officer")
    demo.work()
    assert (
        scalar(demo.works, "SELECT count(*) FROM credential WHERE origin = 'imported' AND person_id = :p", p=person)
        == 2
    )
    new = scalar(demo.works, "SELECT number FROM credential WHERE origin = 'imported' AND edition = 2")
    assert scalar(demo.works, "SELECT count(*) FROM certificate_file f JOIN credential c ON c.id = f.credential_id "
                              "WHERE c.origin = 'imported'") == 0  # fmt: skip
    for one in (number, new):
        _names_nobody(demo, staff, one)


def _person(demo: Instance, name: str) -> str:
    hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
    return str(scalar(demo.works, "SELECT id FROM person WHERE sign_in_hash = :h", h=hashed))


def _entered(demo: Instance, staff: Browser, line: str) -> str:
    check = staff.post("/accreditation/import", {"table": HEAD + line})
    staff.post("/accreditation/import", {**{k: v[0] for k, v in check.form("import").items()}, "step": "confirm"})
    return str(scalar(demo.works, "SELECT number FROM credential WHERE origin = 'imported'"))


def _credential(connection: sa.Connection, number: str) -> CredentialRecord:
    found = credential_by_number(connection, number)
    assert found
    return found


def _names_nobody(demo: Instance, staff: Browser, number: str) -> None:
    """Neither to staff nor to a stranger who asks with either name, nor to who looks for the true one."""
    stranger = demo.visitor()
    for page in ("", "/record.json", "/record.csv"):
        shown = staff.get(f"/accreditation/register/{number}{page}")
        assert (shown.status, "Asante" in shown.text) == (200, False)
    assert staff.get(f"/accreditation/register/{number}").sees(COVER)
    assert not stranger.get(f"/verify/{number}").sees("Asante")
    for name in (TRUE, COVER):
        assert stranger.post(f"/verify/{number}", {"name": name}).sees("does not match")
    found = staff.post("/accreditation/register/by-name", {"name": TRUE, "reason": "appeal"})
    assert number not in found.text
