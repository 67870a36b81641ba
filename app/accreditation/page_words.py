"""Compares what a sent file shows with what the register tells everybody of the number that it names.

Number, accreditation and dates, which stand on the public page of the number. Never who holds it: that a file shows the
right name would be a confirmation of the name.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from app.accreditation.certificate_languages import languages_of, said_in
from app.accreditation.domain.wording import in_language
from app.accreditation.signing.verdict import Check
from app.foundation.apart import WITH_STRANGERS, TooMuch, ask_apart
from app.foundation.errors import Busy
from app.foundation.words import N_

_APART = "app.accreditation.apart_words"
NUMBER = N_("The file shows the number")
TITLE = N_("The file shows the accreditation that the register has under this number")
ISSUED = N_("The file shows the day of issue that the register has")
UNTIL = N_("The file shows the end of validity that the register has")


def compared_page(content: bytes, statement: str) -> tuple[Check, ...]:
    """Read the words of a file in a process apart and compare them.

    Empty where there are none, the file cannot be read, it takes too long, or the design of the certificate is gone.
    Pictures of words are not read.
    """
    try:
        words = ask_apart(_APART, content, patience=WITH_STRANGERS).get("words", "")
        return compared_words(words, statement) if words.strip() else ()
    except (TooMuch, Busy, LookupError):
        return ()


def compared_words(words: str, statement: str) -> tuple[Check, ...]:
    """Return for each public fact of a statement whether it stands among `words` in a language of the certificate."""
    found = _plain(words)
    return tuple(Check(said, any(_plain(form) in found for form in forms)) for said, forms in _facts(statement))


def _facts(statement: str) -> list[tuple[str, Sequence[str]]]:
    found, languages = json.loads(statement), languages_of(statement)

    def day(name: str) -> list[str]:
        at = date.fromisoformat(found[name])
        return [format_date(at, "d MMMM y", locale=language) for language in languages]

    titles = [in_language(said_in(found["scheme"], "title"), language) for language in languages]
    return [(NUMBER, [found["number"]]), (TITLE, titles), (ISSUED, day("issued_on")), (UNTIL, day("valid_until"))]


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
