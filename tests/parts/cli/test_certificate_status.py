"""`verify --status` and `offline-verifier`: withdrawals known without the register (A21, U4)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.jobs.services import enqueue
from tests.parts.accreditation.artefacts import artefacts_of
from tests.parts.accreditation.holders import Holder, add_events, grant_to_somebody
from tests.parts.cli.test_certificates_command import run, without_database
from tests.plugins.instances import Instance


@pytest.fixture
def holder(demo: Instance) -> Holder:
    made = grant_to_somebody(demo.works, seed=71)
    demo.work()
    return made


def saved(demo: Instance, folder: Path, *paths: str) -> list[Path]:
    """Publish the lists and save what a checker would fetch."""
    demo.works.database.write(lambda unit: enqueue(unit, "status-lists.publish", {}, str(len(list(folder.iterdir())))))
    demo.work()
    files = [folder / path.strip("/").replace("/", "-") for path in paths]
    for path, file in zip(paths, files, strict=True):
        file.write_bytes(demo.visitor().client.get(path).data)
    return files


@pytest.mark.parametrize(
    ("kinds", "code", "status"),
    [((), 0, "stands"), (("suspended",), 1, "suspended"), (("withdrawn",), 1, "withdrawn or replaced")],
)
def test_saved_lists_and_keys_say_whether_a_certificate_stands(
    demo: Instance,
    holder: Holder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kinds: tuple[str, ...],
    code: int,
    status: str,
) -> None:
    """A21: three saved files and the PDF; no database, no network."""
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(artefacts_of(demo, holder.number).pdf)
    add_events(demo.works, holder.number, *kinds)
    keys, revoked, suspended = saved(
        demo, tmp_path, "/.well-known/provost/keys.json", "/status/1/revocation", "/status/1/suspension"
    )
    lists = ["--status", str(revoked), "--status", str(suspended)]
    assert without_database("verify", str(pdf), "--keys", str(keys), *lists, "--json") == code
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["status"]) == ("genuine", status)
    assert answer["status_list_of"] in answer["not_checked"]
    assert run(demo, "verify", str(pdf), *lists) == code


def test_a_list_that_is_altered_or_no_list_is_an_error_with_its_name(
    demo: Instance, holder: Holder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A21: a forged list could hide a withdrawal."""
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(artefacts_of(demo, holder.number).pdf)
    (good,) = saved(demo, tmp_path, "/status/1/revocation")
    listed = json.loads(good.read_text())
    moved = {**listed, "id": listed["id"].replace("/1/", "/2/")}
    for name, content, said in (
        ("later.json", {**listed, "validFrom": "2030-01-01T00:00:00Z"}, "not signed"),
        ("moved.json", moved, "not signed"),
        ("keys.json", {"keys": []}, "no status list"),
    ):
        (tmp_path / name).write_text(json.dumps(content))
        assert run(demo, "verify", str(pdf), "--status", str(tmp_path / name), "--json") == 2
        assert name in (error := json.loads(capsys.readouterr().out)["error"])
        assert said in error
    assert run(demo, "verify", str(pdf), "--status", str(tmp_path / "none.json")) == 2


def test_the_offline_verifier_is_one_file_with_the_date_of_its_lists(
    demo: Instance, holder: Holder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """U4: what the command writes is what the page gives; nothing in it points to anywhere."""
    saved(demo, tmp_path)
    out = tmp_path / "verify-offline.html"
    assert run(demo, "offline-verifier", "--out", str(out), "--json") == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == out.stat().st_size
    text = out.read_text()
    assert text == demo.visitor().client.get("/verify/offline").text
    assert "/*" + "DATA*/" not in text
    assert [word for word in ("src=", 'href="http', "import(", "fetch(", "@import", "url(") if word in text] == []
    assert not [word for word in (holder.name, holder.number, "PRIVATE") if word in text]
    assert run(demo, "offline-verifier", "--out", str(tmp_path)) == 2
