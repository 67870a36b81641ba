"""Every form that a page of ours offers, found by opening the pages as whoever they are made for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from tests.access.table import Line
from tests.access.test_matrix import TABLE
from tests.access.world import World

_known: dict[int, list[Found]] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """A form: who sees it, on which page, where it goes, and what it would send as it stands."""

    actor: str
    page: str
    endpoint: str
    method: str
    action: str
    fields: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """How a failing test names it."""
        return f"{self.method} {self.action} on {self.page} as {self.actor}"

    @property
    def typed(self) -> tuple[str, ...]:
        """The names of the fields that hold typed text; passwords and codes are `secret`."""
        typed = {"text", "search", "textarea", "input"}
        return tuple(name for name, kind in self.kinds if kind in typed and name not in self.secret)

    @property
    def secret(self) -> tuple[str, ...]:
        """The names of the fields that no page shows again."""
        return tuple(name for name, kind in self.kinds if kind == "password" or name == "code")

    @property
    def shapes(self) -> tuple[str, ...]:
        """The kinds of fields there are: `i-` for every item's answer, `option-` for every option."""
        return tuple(dict.fromkeys(_shape(name) for name, _ in self.kinds))

    @property
    def one_of_each(self) -> tuple[str, ...]:
        """The name of one field of each kind."""
        return tuple({_shape(name): name for name, _ in reversed(self.kinds)}.values())


def _shape(name: str) -> str:
    stem, hyphen, _ = name.partition("-")
    return stem + hyphen


def found_forms(world: World) -> list[Found]:
    """Return each form once, however many pages and people it is offered to; looked for once in a run."""
    if id(world) in _known:
        return _known[id(world)]
    found: dict[tuple[str, tuple[str, ...]], Found] = {}
    for line in TABLE.lines:
        if line.method == "GET" and line.rule != "/styleguide":
            for actor in ("anon", "half", "enr") if line.by == "-" else (line.by,):
                for form in _forms_on(world, line, actor):
                    found.setdefault((form.endpoint, form.shapes), form)
    return _known.setdefault(id(world), list(found.values()))


def _forms_on(world: World, line: Line, actor: str) -> list[Found]:
    answer = world.ask(line, actor)
    if answer.mimetype != "text/html" or answer.status_code >= 400:
        return []
    tree = html.fromstring(answer.get_data(as_text=True))
    return [_found(world, form, actor, world.address(line)) for form in tree.forms]


def _found(world: World, form: Any, actor: str, page: str) -> Found:
    addresses = world.instance.app.url_map.bind("localhost")
    action = urlsplit(form.action or page).path or page
    kinds = [(one.name, one.get("type", one.tag)) for one in form.inputs if one.name and one.name != "csrf_token"]
    fields = [(name, value) for name, value in form.form_values() if name != "csrf_token"]
    endpoint = str(addresses.match(action, form.method)[0])
    return Found(actor, page, endpoint, form.method, action, tuple(fields), tuple(dict(kinds).items()))
