"""The table of commands: name, what it does, the function that does it (loaded when called)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What `__main__` gives a command; each is made when first asked for, so that `--help` stays quick."""

    settings: Callable[..., Any]
    works: Callable[[], Any]
    app: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `run` names a function that takes the command line and its arguments and returns the exit code."""

    does: str
    run: str


COMMANDS: Mapping[str, Command] = {
    "run": Command("set up what is missing, seed the demonstration, start web and worker", "app.cli.running:run"),
    "serve": Command("the production web server; reads PROVOST_*", "app.cli.serving:serve"),
    "work": Command("the production worker; reads PROVOST_*", "app.cli.working:work"),
    "migrate": Command("bring the database to the present schema", "app.cli.migrating:migrate"),
    "demo": Command("list the demonstration people and how to sign in as them", "app.cli.demo:demo"),
    "simulate": Command("add made-up officers to a demonstration, many at once", "app.cli.simulating:simulate"),
    "people": Command("add the first people of an instance, and staff", "app.cli.people:people"),
    "keys": Command("make, list or rotate signing and data keys", "app.cli.keys:keys"),
    "courses": Command("check or load course folders", "app.cli.courses:courses"),
    "questions": Command("read a file of questions, mark responses against it", "app.cli.questions:questions"),
    "schemes": Command("load the schemes of a folder", "app.cli.courses:schemes"),
    "certificates": Command("verify, explain, enter earlier ones, go offline", "app.cli.certificates:certificates"),
    "audit": Command("verify the log, compare decisions and certificates with it", "app.cli.auditing:audit"),
    "mail": Command("note which letters came back", "app.cli.mail:mail"),
    "retention": Command(
        "what is past its period: say it, erase it, put records on hold", "app.cli.retention:retention"
    ),
    "backup": Command("make a consistent copy of database and files", "app.cli.backup:backup_command"),
    "restore": Command("put a copy back into an empty instance", "app.cli.backup:restore_command"),
    "bench": Command("the benchmarks, each beside its floor", "app.cli.benching:bench"),
}


def describe() -> str:
    """Return the list of commands as the help shows it."""
    lines = [f"  {name:<13}{command.does}" for name, command in COMMANDS.items()]
    return "Provost: training and accreditation for the people who police cybercrime.\n\n" + "\n".join(lines)
