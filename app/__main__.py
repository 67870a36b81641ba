"""The command line: settings → works → command. Commands load when they are called, the house when one asks for it."""

from __future__ import annotations

import argparse
import gc
import sys
from functools import cache
from typing import Any

from app.cli.commands import COMMANDS, CommandLine, describe
from app.foundation.errors import Refusal
from app.foundation.registry import loaded
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
    command = loaded(COMMANDS[given.command].run)
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
    def works() -> Any:
        make_works = loaded("app.factory:make_works")
        gc.freeze()  # what is loaded stays: the collector need not look through it
        made = make_works(settings())
        loaded("app.cli.schema_version:refuse_other_schema")(made.database)
        return made

    return CommandLine(settings=settings, works=works, app=lambda: loaded("app.factory:create_app")(works=works()))


if __name__ == "__main__":
    sys.exit(main())
