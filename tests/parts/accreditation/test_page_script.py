"""The script of the check page and of the offline file: what it says of each attack, without a server."""

from __future__ import annotations

from pathlib import Path

from tests.parts.accreditation.page_script import examined_by_script, needs_node
from tests.parts.accreditation.test_attacks import ATTACKS, genuine

WRITTEN_ANEW = "description"  # the library that makes these revisions enters itself there in each
ADDED: dict[str, tuple[str, set[str]]] = {
    "a bit of the page turned": ("altered", set()),
    "a bit of the signature's padding turned": ("altered", set()),
    "the signature written in small letters": ("altered", set()),
    "a revision with other content": ("altered", {"page", "content"}),
    "a revision with other pictures": ("altered", {"page"}),
    "a revision with other metadata": ("altered", set()),
    "a revision with another title in the metadata stream": ("altered", {"content"}),
    "a revision with a note on the page": ("altered", {"note", "page"}),
    "a revision without a link of the page": ("altered", {"page"}),
    "a revision with a form field": ("altered", {"field", "page", "content"}),
    "a revision with an act at opening": ("altered", {"act"}),
    "a revision with layers": ("altered", {"else"}),
    "a revision with a security store": ("altered", {"store", "else"}),
    "a page added": ("altered", {"page"}),
    "the page removed": ("altered", {"page"}),
    "the attachment replaced": ("altered", {"attachment", "content"}),
    "the attachment renamed": ("altered", {"attachment"}),
    "another attachment": ("altered", {"attachment"}),
    "two revisions, one after the other": ("altered", {"page", "content", "field"}),
    "the signature taken out of the form": ("altered", set()),
    "the signature cut off": ("unsigned", set()),
    "the end cut off": ("altered", set()),
    "signed by another authority of the same name": ("not_ours", set()),
    "a second signature": ("altered", {"field", "page"}),
    "the signature of another certificate": ("altered", set()),
    "a time stamp of another day": ("altered", set()),
    "the table of places rewritten": ("altered", set()),
    "something before the beginning": ("unreadable", set()),
    "something behind the end": ("altered", {"behind"}),
    "a revision that cannot be read": ("altered", {"behind"}),
    "a bit of the page turned and a revision": ("altered", {"page", "content"}),
}


@needs_node
def test_the_script_says_by_kinds_what_was_added_after_signing(tmp_path: Path) -> None:
    """A20, U4: the same attacks as on the server; a script compares no revisions, it names what they hold."""
    made = [genuine(), *(make() for make, *_ in ATTACKS.values())]
    first, *others = examined_by_script(made, tmp_path)
    assert (first["verdict"], first["added"]) == ("genuine", [])
    said = {
        name: (one["verdict"], set(one["added"]) - {WRITTEN_ANEW}) for name, one in zip(ATTACKS, others, strict=True)
    }
    assert said == ADDED
