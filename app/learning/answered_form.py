"""Fills a check question's form in again with what was answered, so that the answer stands beside its explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import html


def with_answer(lesson: str, key: str, answer: Sequence[str], *, in_places: bool) -> str:
    """Return the lesson with the form of check question `key` filled in; the rest of it is untouched.

    `in_places`: each value belongs to the field at its place (gaps); otherwise to whichever field offers it.
    """
    begin = lesson.rfind("<form", 0, lesson.find(f'id="check-{key}"') + 1)
    end = lesson.find("</form>", begin) + len("</form>")
    if begin < 0 or end < begin or not answer:
        return lesson
    form = html.fragment_fromstring(lesson[begin:end])
    places = iter(answer)
    for field in form.xpath(".//*[@name='a']"):
        _fill(field, places if in_places else None, answer)
    return lesson[:begin] + str(html.tostring(form, encoding="unicode")) + lesson[end:]


def _fill(field: Any, places: Iterator[str] | None, answer: Sequence[str]) -> None:
    own = [next(places, "")] if places else answer
    if field.get("type") in {"radio", "checkbox"}:
        if field.get("value") in own:
            field.set("checked", "")
    elif field.tag == "select":
        for option in field.xpath("./option[@value!='']"):
            if option.get("value") in own:
                option.set("selected", "")
    else:
        field.set("value", own[0])
