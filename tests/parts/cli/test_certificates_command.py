"""`./provost certificates`: a PDF is checked with public keys alone; a grant is explained from its record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.certificates import certificates, explain_number, read_roots, verify_file
from app.cli.commands import CommandLine
from app.foundation.transaction import Unit
from tests.parts.accreditation.holders import scalar
from tests.parts.accreditation.test_file_check import with_another_revision
from tests.plugins.instances import Instance


@pytest.fixture
def number(demo: Instance) -> str:
    return str(scalar(demo.works, "SELECT number FROM credential ORDER BY created_at LIMIT 1"))


@pytest.fixture
def pdf(demo: Instance, number: str, tmp_path: Path) -> Path:
    key = scalar(
        demo.works, "SELECT storage_key FROM certificate_file JOIN credential ON id = credential_id WHERE number = :n",
        n=number,
    )  # fmt: skip
    path = tmp_path / f"{number}.pdf"
    path.write_bytes(demo.works.parts["storage"].get(key))
    return path


def run(demo: Instance, *arguments: str) -> int:
    def never(*_given: Any) -> Any:
        raise AssertionError("not needed")

    return certificates(CommandLine(settings=never, works=lambda: demo.works, app=never), list(arguments))


def without_database(*arguments: str) -> int:
    def never(*_given: Any) -> Any:
        raise AssertionError("a file and public keys are all that is needed")

    return certificates(CommandLine(settings=never, works=never, app=never), list(arguments))


def test_a_certificate_is_verified_with_a_file_of_public_keys_alone(
    demo: Instance, number: str, pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A4, A21: no database, no network; the answer says what was checked and what was not."""
    roots = tmp_path / "roots.pem"
    roots.write_bytes(b"some words\n" + (demo.works.parts["keys"] / "issuer-root.pem").read_bytes())
    assert without_database("verify", str(pdf), "--keys", str(roots), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["number"], answer["demonstration"]) == ("genuine", number, True)
    assert all(one["passed"] for one in answer["checked"])
    assert "withdrawn" in answer["not_checked"]


def test_without_keys_the_instance_gives_its_own(demo: Instance, pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A4: as lines for people."""
    assert run(demo, "verify", str(pdf)) == 0
    assert "verdict: genuine" in capsys.readouterr().out


@pytest.mark.parametrize(("change", "code", "verdict"), [
    (lambda pdf: pdf, 0, "genuine"),
    (lambda pdf: pdf.replace(b"/Pages", b"/Pagez", 1), 1, None),
    (lambda pdf: b"hello", 1, "unreadable"),
    (lambda pdf: pdf + b" ", 1, None),
])  # fmt: skip
def test_the_exit_code_is_the_verdict(
    demo: Instance, pdf: Path, change: Callable[[bytes], bytes], code: int, verdict: str | None
) -> None:
    """A20: 0 for genuine and nothing else."""
    roots = read_roots(demo.works.parts["keys"] / "issuer-root.pem")
    pdf.write_bytes(change(pdf.read_bytes()))
    found, answer = verify_file(pdf, roots)
    assert found == code
    assert answer["verdict"] != "genuine" or code == 0
    assert verdict in {None, answer["verdict"]}


def test_what_was_changed_since_signing_is_said_by_revision(
    demo: Instance, pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A20: as lines for people, as fields for programs."""
    pdf.write_bytes(with_another_revision(pdf.read_bytes()))
    assert run(demo, "verify", str(pdf)) == 1
    assert "changes:\n  revision 1 after signing: Something else in the file was changed\n" in capsys.readouterr().out
    assert run(demo, "verify", str(pdf), "--json") == 1
    told = json.loads(capsys.readouterr().out)["changes"]
    assert told == [{"revision": 1, "said": "Something else in the file was changed"}]
    pdf.write_bytes(pdf.read_bytes()[:-2000])
    assert run(demo, "verify", str(pdf)) == 1
    assert "\n  Something" in capsys.readouterr().out


def test_another_issuers_roots_do_not_make_it_genuine(pdf: Path) -> None:
    """A4: without a root nothing is ours."""
    assert verify_file(pdf, ())[1]["verdict"] == "not_ours"


def test_a_file_that_is_not_there_is_said_on_standard_error(
    demo: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: exit 2, errors on standard error."""
    assert run(demo, "verify", str(tmp_path / "none.pdf")) == 2
    assert run(demo, "verify", str(tmp_path), "--keys", str(tmp_path / "none.pem")) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "none.pdf" in said.err


def test_a_grant_is_explained(demo: Instance, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    """U14: requirements, evidence, outcome decided again; names stay out of it."""
    assert run(demo, "explain", number.lower(), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["outcome"], answer["same"], answer["decider"]) == ("grant", True, "rule")
    assert [one["met"] for one in answer["requirements"]] == [True] * 4
    assert [one["kind"] for one in answer["events"]] == ["issued"]
    assert "Amara" not in json.dumps(answer)


def test_a_statement_that_was_changed_is_noticed(demo: Instance, number: str) -> None:
    """U14: by somebody who even had the data key."""

    def change(unit: Unit) -> None:
        connection = unit.connection
        sealed = bytes(
            connection.exec_driver_sql("SELECT statement FROM credential WHERE number = ?", (number,)).scalar()
        )
        text = re.sub(r"\b20\d\d-", "2040-", demo.works.keyring.unseal("credential.statement", sealed).decode())
        for name in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'credential'"
        ).scalars().all():  # fmt: skip
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        again = demo.works.keyring.seal("credential.statement", text.encode())
        connection.exec_driver_sql("UPDATE credential SET statement = ? WHERE number = ?", (again, number))

    demo.works.database.write(change)
    code, answer = explain_number(demo.works.database, number)
    assert (code, answer["same"], answer["hash_matches"]) == (1, False, False)


@pytest.mark.parametrize("number", ["PRV-0000-0000-0000-0000-0", "nonsense", ""])
def test_a_number_that_was_never_given_is_said_so(demo: Instance, number: str) -> None:
    """Contract: exit 2."""
    assert explain_number(demo.works.database, number)[0] == 2
