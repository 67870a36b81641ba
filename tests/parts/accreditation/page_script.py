"""Runs the script of the check page and of the offline file, which examines PDFs in browsers, in Node.js."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.web.assets import FOLDER as SHELF
from tests.parts.accreditation.test_signing import issuer

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="no Node.js here")
_READ = """import {{ examineFile }} from "{script}"; import {{ readFileSync }} from "node:fs";
const found = [];
for (const name of {names}) found.push(await examineFile(new Uint8Array(readFileSync(name)), ["{certificate}"]));
console.log(JSON.stringify(found));
"""


def examined_by_script(pdfs: Sequence[bytes], folder: Path) -> list[dict[str, Any]]:
    """Return what the script finds of each, with the issuer's certificate as the only one that it trusts."""
    script = folder / "signed-file.mjs"
    script.write_text((SHELF / "signed-file.js").read_text())
    paths = [folder / f"{place}.pdf" for place in range(len(pdfs))]
    for path, content in zip(paths, pdfs, strict=True):
        path.write_bytes(content)
    certificate = "".join(issuer().certificate_pem.decode().strip().splitlines()[1:-1])
    names = json.dumps([str(path) for path in paths])
    (folder / "read.mjs").write_text(_READ.format(script=script.as_uri(), names=names, certificate=certificate))
    command = [shutil.which("node") or "", str(folder / "read.mjs")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
