"""Answers as pages send them: one by the script, all of them by the form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeGuard

from werkzeug.datastructures import MultiDict

from app.assessment.queries import AttemptRecord
from app.assessment.services.saving import AnswerToSave, FormAnswer
from app.foundation.errors import BadInput

LONGEST_WAIT = timedelta(days=7)
"""How long a page keeps what it could not send."""


def answer_sent(sent: Any) -> AnswerToSave:
    """Return the answer of a JSON object. Raises `BadInput` for any other shape."""
    if not isinstance(sent, dict) or not isinstance(sent.get("answer"), list):
        raise BadInput
    writer, sequence, item = (sent.get(name) for name in ("writer", "sequence", "item"))
    if not isinstance(writer, str) or not isinstance(item, str) or not _is_whole(sequence):
        raise BadInput
    at, left = (_moment(sent.get(name)) for name in ("at", "sent"))
    if not all(isinstance(value, str) for value in sent["answer"]):
        raise BadInput
    waited = timedelta(milliseconds=max(0, left - at)) if at is not None and left is not None else timedelta(0)
    answer = tuple(_mended(value) for value in sent["answer"])
    return AnswerToSave(writer[:12], sequence, item, answer, bool(sent.get("flag")), at, min(waited, LONGEST_WAIT))


def _mended(text: str) -> str:
    """Half a pair of a character, as a field cut at its length may hold, becomes U+FFFD, as in a form."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _moment(value: object) -> int | None:
    """A moment of the device's own clock, in milliseconds since 1970."""
    if value is None:
        return None
    if not _is_whole(value) or not 0 <= value < 2**53:
        raise BadInput
    return value


def answers_in_form(form: MultiDict[str, str], attempt: AttemptRecord) -> tuple[FormAnswer, ...]:
    """Return the answers of a form; `was-<item>` says what the page held when it was made.

    Items that the form does not carry are left out, so a page cut short overwrites nothing.
    """
    return tuple(_form_answer(form, entry.key) for entry in attempt.form if f"was-{entry.key}" in form)


def _form_answer(form: MultiDict[str, str], key: str) -> FormAnswer:
    return FormAnswer(
        item=key,
        answer=_values(form.getlist(f"i-{key}")),
        flagged=form.get(f"flag-{key}") == "1",
        was=_values(form[f"was-{key}"].split("\n")),
        was_flagged=form.get(f"flagged-{key}") == "1",
    )


def _values(sent: list[str]) -> tuple[str, ...]:
    """The entries in the order of the page's fields. Open ones between others keep their place: a gap has no other."""
    values = tuple(value.strip() for value in sent)
    return values if any(values) else ()


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
