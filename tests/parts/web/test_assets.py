"""The static shelf: names by content, the smallest body the client takes, text unharmed by shrinking."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from app.web.assets import FOLDER, AssetShelf, minified_css, slimmed_script

RULE = '/* note */\n.card > p , .box {\n  color : red ;\n  content: "a  ;  b /* kept */" ;\n}\n'
LIMITS = {"attempt.js": 2_500, "paging.js": 1_500, "clock.js": 800, "order.js": 800, "drafts.js": 400, "show.js": 500}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "look.css").write_text(RULE * 20)
    (tmp_path / "short.js").write_text("// why\nconst one = 1;\n\n  // more\n  run(one);\n")
    (tmp_path / "notes.txt").write_text("not for the web")
    return tmp_path


def hashed(shelf: AssetShelf, name: str) -> str:
    return shelf.url(name).removeprefix("/static/")


def test_the_address_names_the_content(folder: Path) -> None:
    before = AssetShelf(folder).url("look.css")
    assert before == AssetShelf(folder).url("look.css")
    (folder / "look.css").write_text(RULE.replace("red", "blue") * 20)
    after = AssetShelf(folder).url("look.css")
    assert before.startswith("/static/look.")
    assert after.endswith(".css")
    assert before != after


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("gzip; q=0, br; q=0.0", ""),
        ("BR", "br"),
    ],
)
def test_the_client_gets_the_smallest_form_it_takes(folder: Path, accepted: str, encoding: str) -> None:
    shelf = AssetShelf(folder)
    body, media_type, given = shelf.get(hashed(shelf, "look.css"), accepted) or (b"", "", "?")
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]
    assert given == encoding
    assert media_type == "text/css; charset=utf-8"
    assert unpack(body) == minified_css(RULE * 20).encode()


def test_only_hashed_names_of_web_files_are_served(folder: Path) -> None:
    shelf = AssetShelf(folder)
    assert shelf.get("look.css") is None
    assert shelf.get("../assets.py") is None
    assert shelf.names() == ("look.css", "short.js")
    with pytest.raises(KeyError):
        shelf.url("notes.txt")


def test_a_body_that_compression_does_not_shrink_goes_plain(folder: Path) -> None:
    shelf = AssetShelf(folder)
    body, _, encoding = shelf.get(hashed(shelf, "short.js"), "gzip, br") or (b"", "", "?")
    assert encoding in {"", "br"}
    assert body


def test_shrinking_a_stylesheet_leaves_strings_alone() -> None:
    assert minified_css(RULE) == '.card>p,.box{color :red;content:"a  ;  b /* kept */"}'
    assert minified_css("a:is(b, c) d :hover { margin: 0 auto }") == "a:is(b,c) d :hover{margin:0 auto}"


def test_slimming_a_script_drops_comment_lines_and_indentation_only() -> None:
    assert slimmed_script("// why\n\n  const a = '//x';\n\ta();\n") == "const a = '//x';\na();\n"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.js") if path.name in LIMITS))
def test_each_script_stays_within_its_weight(name: str) -> None:
    shelf = AssetShelf()
    body = (shelf.get(hashed(shelf, name), "gzip") or (b"x" * 9_999, "", ""))[0]
    assert len(body) <= LIMITS[name]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_no_script_holds_text_over_several_lines_since_slimming_would_change_it(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert line.count("`") % 2 == 0
        assert "/*" not in line


def test_the_mark_is_light() -> None:
    assert len((FOLDER / "favicon.svg").read_bytes()) < 400
