"""The command line: settings → works → command. The commands' modules load when they are called."""

from __future__ import annotations

import argparse
import importlib
import sys
from functools import cache

from app.cli.commands import COMMANDS, CommandLine, describe
from app.factory import Works, create_app, make_works
from app.foundation.errors import Refusal
from config import BadSettings, Settings

VERSION = "0.1.0"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code: 0 done, 1 a problem that is said, 2 used wrongly."""
    parser = argparse.ArgumentParser(
        prog="./provost", description=describe(), formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"Provost {VERSION}")
    parser.add_argument("command", choices=[*COMMANDS], metavar="command", help="one of those above; each has --help")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    module, _, function = COMMANDS[given.command].run.partition(":")
    command = getattr(importlib.import_module(module), function)
    try:
        return int(command(_command_line(), given.rest) or 0)
    except BadSettings as error:
        print("These settings are missing or wrong:", *error.problems, sep="\n  ", file=sys.stderr)
    except Refusal as error:
        print(error.message % error.values, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _command_line() -> CommandLine:
    @cache
    def settings(demo: bool = False) -> Settings:
        return Settings.from_env(demo=demo)

    @cache
    def works() -> Works:
        return make_works(settings())

    return CommandLine(settings=settings, works=works, app=lambda: create_app(works=works()))


if __name__ == "__main__":
    sys.exit(main())
