"""Every design × language × script of a name × level of disclosure, signed, judged by four programs of others.

A protected holder is named in no script: one file of a design and language stands for all four, and a test says why.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.signing.check import Verdict, examine
from app.printing.designs import load_designs
from app.printing.fitting import unprintable
from tests.parts.accreditation import verapdf
from tests.parts.accreditation.badge_shape import complaints
from tests.parts.accreditation.every_certificate import CASES, NAMES, badge, made, told
from tests.parts.accreditation.test_signing import issuer

Files = list[Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A signed certificate of each case."""
    folder = tmp_path_factory.mktemp("certificates")
    found = [folder / f"{'-'.join(case)}.pdf" for case in CASES]
    for case, file in zip(CASES, found, strict=True):
        file.write_bytes(made(case))
    return found


def test_no_case_is_left_out() -> None:
    """A28: every design in each of its languages; each script that the fonts have; both levels of disclosure."""
    pairs = {(key, language) for key, one in load_designs().items() for language in one.languages}
    named = {(key, language, script) for key, language, script, level in CASES if level is Disclosure.FULL}
    hidden = {(key, language) for key, language, _, level in CASES if level is Disclosure.PROTECTED}
    assert named == {(*pair, script) for pair in pairs for script in NAMES}
    assert hidden == pairs
    assert set(Disclosure) == {Disclosure.FULL, Disclosure.PROTECTED}
    faces = next(iter(load_designs().values())).faces
    assert [name for name, lines in NAMES.items() if unprintable("".join(lines), faces)] == []


@pytest.mark.parametrize("script", NAMES)
def test_a_protected_holder_is_printed_alike_in_every_script(script: str) -> None:
    """U2: so the file that stands for all scripts says what each of them would; a named holder's differ."""
    for key, language, first, level in CASES:
        same = told((key, language, first, level)) == told((key, language, script, level))
        assert same is (level is Disclosure.PROTECTED or first == script)


def test_each_badge_has_the_shape_that_the_specification_asks() -> None:
    """A29: each of them, named and protected."""
    assert [(case, said) for case in CASES if (said := complaints(badge(case)))] == []


def test_pyhanko_finds_each_signed_by_the_issuer_and_whole(files: Files) -> None:
    """A4: with and without a time stamp."""
    found = [examine(file.read_bytes(), [issuer().root_pem]) for file in files]
    assert [file.name for file, one in zip(files, found, strict=True) if one.verdict is not Verdict.GENUINE] == []
    assert {bool(one.stamped_at) for one in found} == {True, False}


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed")
def test_pdfsig_finds_each_signature_valid_and_the_whole_document_signed(files: Files) -> None:
    """A4."""
    said = [_said("pdfsig", "-nocert", file) for file in files]
    assert [one for one in said if not ("Signature is Valid" in one and "Total document signed" in one)] == []


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_no_fault_in_any(files: Files) -> None:
    """A4."""
    said = [_said("qpdf", "--check", file) for file in files]
    assert [one for one in said if "No syntax or stream encoding errors" not in one] == []


@pytest.mark.slow
@pytest.mark.skipif(not verapdf.is_here(), reason="veraPDF's rules or the JDK are not here")
def test_verapdf_finds_each_to_be_pdf_a_3a_and_pdf_ua_1(files: Files, tmp_path: Path) -> None:
    """A4: after signing; all in one Java process."""
    said = verapdf.verdicts(files, tmp_path)
    assert [line for line in said if not line.startswith("PASS")] == []
    assert sorted(line.split()[1:] for line in said) == sorted(
        [kind, str(file)] for file in files for kind in ("3a", "ua1")
    )


def _said(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
