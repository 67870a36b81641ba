"""Errors of the web are counted without a statement a request, and stand on the status page with what to do."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from app.audit.answers import AnswerCounter, AnswerFigures, answer_figures
from app.audit.work_lines import answers_line
from tests.plugins.instances import Instance


@pytest.mark.parametrize(
    ("figures", "state"),
    [
        ((900, 9000, 0, 0), "good"),
        ((900, 9000, 1, 1), "watch"),
        ((900, 9000, 0, 3), "watch"),
        ((900, 9000, 9, 9), "bad"),
        ((9000, 9000, 9, 9), "watch"),
        ((3, 3, 3, 3), "watch"),
    ],
)
def test_many_errors_in_an_hour_are_bad_and_one_in_a_day_wants_a_look(
    figures: tuple[int, int, int, int], state: str
) -> None:
    line = answers_line(AnswerFigures(*figures))
    assert (line.state, bool(line.advice)) == (state, state != "good")


def test_answers_are_counted_and_written_once_a_minute(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = demo.app.after_request_funcs[None]
    counter = next(one.__self__ for one in hooks if isinstance(getattr(one, "__self__", None), AnswerCounter))
    clock = [1000.0]
    counter._monotonic, counter._written = lambda: clock[0], clock[0]
    counter._answers = counter._failures = 0
    visitor = demo.visitor().client

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    def get(path: str) -> int:
        answer = visitor.get(path, buffered=True)
        answer.close()
        return answer.status_code

    def counted() -> tuple[int, int]:
        with demo.works.database.reading() as connection:
            figures = answer_figures(connection, demo.works.database.clock())
        return figures.hour, figures.failed_hour

    before = counted()
    with monkeypatch.context() as patched:
        patched.setitem(demo.app.view_functions, "web.help_page", broken)
        assert [get("/help") for _ in range(3)] == [500] * 3
    assert get("/help") == 200
    assert counted() == before
    clock[0] += 61
    with monkeypatch.context() as patched:
        patched.setattr("app.audit.answers.add_answers", broken_database)
        get("/help")
    assert counted() == before
    clock[0] += 61
    get("/help")
    get("/help")
    assert counted() == (before[0] + 6, before[1] + 3)
    assert demo.signed_in("operator").get("/status").sees("Pages that failed: 3 of 6 in the last hour")


def broken_database(*_: object) -> None:
    """Fail as a database that is away."""

    raise OperationalError("", {}, Exception())
