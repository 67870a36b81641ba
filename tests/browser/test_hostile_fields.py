"""The corpus of hostile words knows every text field of authoring: a new one is refused here until it is sent words."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "app/curriculum/templates/curriculum"
CORPUS = (Path(__file__).parent / "test_no_script_runs.py").read_text()
_MACRO = re.compile(r"""\b(?:field|text_area)\(\s*"([\w-]+)\"""")
_NOT_TYPED = r"""(?![^>]*type="(?:hidden|checkbox|radio|{{))"""
_MADE = re.compile(rf"""<(?:textarea|input)\b{_NOT_TYPED}[^>]*\bname="([\w-]+|{{{{ part.name }}}})""")
TYPED = {
    *("alternative", "answer", "body", "comment", "file", "film_minutes", "find", "general", "key", "licence"),
    *(
        "minutes",
        "note",
        "option-",
        "other-",
        "outcome-",
        "owner",
        "partner",
        "picture-",
        "reason-",
        "reviewed_by",
        "reviewed_on",
    ),
    *("stem", "summary", "table", "tags", "text", "title", "transcript", "{{ part.name }}"),
}
"""Fields that may hold any words, sent as such or as far as they are taken."""
JUDGED = {
    *(
        "attempts",
        "contact_hours",
        "language",
        "line",
        "pass_mark",
        "prerequisites",
        "redlines",
        "review_by",
        "sign_in",
        "take-",
    ),
    *("time", "wait"),
}
"""Fields that take a number, a day, or the id or the name of something that is there, and refuse everything else."""


def fields() -> set[str]:
    """Return the names of all fields that somebody types into."""
    texts = [path.read_text() for path in TEMPLATES.glob("*.html")]
    return {name for text in texts for pattern in (_MACRO, _MADE) for name in pattern.findall(text)}


def test_every_text_field_of_authoring_is_in_the_corpus_or_takes_no_words() -> None:
    """S11 X14: whoever adds a field puts it into the corpus, and then into this list."""
    assert fields() == TYPED | JUDGED


def test_every_field_that_takes_words_is_sent_them() -> None:
    """S11 X14: the corpus names it, or fills in each part of the form that it reads."""
    named = {name for name in TYPED if re.search(rf"[\"'{{]{re.escape(name)}", CORPUS)}
    assert TYPED - named == {"{{ part.name }}"}, "the parts of a text are found on the page of the desk"
