"""Certificates from before this register: entered from a table, marked as such, never printed, never twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.accreditation.domain.imported import UnreadableTable, read_table
from app.cli.certificates import certificates, explain_number
from app.cli.commands import CommandLine
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
