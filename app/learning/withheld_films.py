"""Films above TLP:GREEN: one cannot bear the mark of its reader, so it is not sent; its words stay (X17, U10).

No course goes live with such a film (A15). This holds for versions that were live before that rule.
"""

from __future__ import annotations

import re
from html import escape

from app.curriculum.box_words import box_words
from app.curriculum.domain.labels import is_for_everybody
from app.curriculum.outline import CourseOutline
from app.foundation.errors import Refusal
from app.foundation.words import N_

_PLAYER = re.compile(
    r'<details class="box-player">(?:(?!</details>).)*?/media/([0-9a-f]{64})\.(?:(?!</details>).)*</details>', re.DOTALL
)


class CannotBeMarked(Refusal):
    """A file above GREEN that cannot bear the mark of its reader, which is a film; nobody gets it."""

    code = "cannot_be_marked"
    message = N_(
        "This film is TLP:%(label)s. Above TLP:GREEN each copy bears the mark of its reader, and a film cannot, so it "
        "is not sent. Read what is said and shown in it on the page of the lesson. Trainers put pictures in its place."
    )
    status = 403


def without_films(html: str, outline: CourseOutline, locale: str) -> str:
    """Return a lesson where words, in the lesson's language, stand in the place of each film above GREEN."""
    words = escape(box_words(locale)["withheld"])

    def put(player: re.Match[str]) -> str:
        return player[0] if is_for_everybody(outline.label_of_file(player[1])) else f'<p class="hint">{words}</p>'

    return _PLAYER.sub(put, html)
