"""What a web server makes ready before it forks: what its workers would each make again, in memory of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import Environment
from sqlalchemy.sql.compiler import SQLCompiler

from app.foundation import straight
from app.web import rendering
from tests.page import Browser
from tests.plugins.instances import Instance

COURSE = "/courses/cybercrime-first-responder"
LESSON = f"{COURSE}/what-cybercrime-is/two-kinds"
QUIZ = f"{COURSE}/what-cybercrime-is/practice"


@pytest.fixture
def officer(demo: Instance) -> Browser:
    """An officer under way, whose web server was started anew after the sign-in."""
    browser = demo.signed_in("kwame")
    rendering._environment.cache_clear()
    demo.works.parts["renderer"]._environments.clear()
    for one in straight._known:
        one._written.clear()
    for engine in demo.works.database.engines:
        engine.get_execution_options()["compiled_cache"].clear()
        engine.get_execution_options()["compiled_cache"]._constants.clear()
    return browser


@pytest.fixture
def compiled(officer: Browser, demo: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The templates and statements that are compiled once the web server is ready."""
    token = officer.token()
    monkeypatch.setattr(officer, "token", lambda: token)
    demo.works.ready()
    found = list[str]()
    compile_template, compile_statement = Environment.compile, SQLCompiler.__init__

    def note_template(self: Environment, source: Any, name: str | None = None, *more: Any, **named: Any) -> Any:
        found.append(str(name))
        return compile_template(self, source, name, *more, **named)

    def note_statement(self: SQLCompiler, *given: Any, **named: Any) -> None:
        compile_statement(self, *given, **named)
        found.append(self.string)

    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", note_template)
        patched.setattr(SQLCompiler, "__init__", note_statement)
        yield found


def test_what_officers_do_all_day_is_compiled_before_the_web_server_forks(
    officer: Browser, compiled: list[str]
) -> None:
    """X9: a worker that runs a compiler writes to 7 MB of memory that it shared until then."""
    home = officer.get("/")
    lesson = officer.get(LESSON)
    paper = officer.post(f"{QUIZ}/start")
    item = next(name for name in paper.form("/attempts/") if name.startswith("i-"))
    answer = {"writer": "w1", "sequence": 1, "item": item[2:], "answer": ["a"], "flag": False, "at": 1}
    saved = officer.json(f"{paper.path.partition('#')[0]}/save", answer)
    assert [page.status for page in (home, lesson, paper, saved)] == [200] * 4
    assert compiled == []
