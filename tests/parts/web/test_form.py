"""What counts as entered in a field that must be filled in."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.web.form import errors_of, line


class Named(Form):
    """A form with one line that is needed."""

    name = line("Name", most=10, needed="Enter a name.")


@pytest.mark.parametrize("typed", [None, "", " ", "\t\n ", "\u00a0\u3000", "\u200b\u2066\u200f", " \u00ad "], ids=ascii)
def test_white_space_and_unseen_signs_alone_are_nothing(typed: str | None) -> None:
    form = Named(MultiDict({} if typed is None else {"name": typed}))
    assert not form.validate()
    assert errors_of(form) == {"name": "Enter a name."}


@pytest.mark.parametrize("typed", ["Ama", " Ama ", "0", "عمر", "A\u200cB", "-"])
def test_what_can_be_read_is_kept_without_outer_white_space(typed: str) -> None:
    form = Named(MultiDict({"name": typed}))
    assert form.validate()
    assert form.name.data == typed.strip()
