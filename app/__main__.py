"""The command line: settings → works → command. Commands stand in the wiring as dotted text and load when called."""

from __future__ import annotations

import argparse
import importlib
import sys

from app.cli.commands import COMMANDS, describe
from app.foundation.errors import Refusal
from config import BadSettings

VERSION = "0.1.0"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code: 0 done, 1 a problem that is said, 2 used wrongly."""
    parser = argparse.ArgumentParser(prog="./provost", description=describe(), formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--version", action="version", version=f"Provost {VERSION}")
    parser.add_argument("command", choices=[*COMMANDS], metavar="command")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    module, _, function = COMMANDS[given.command].run.partition(":")
    command = getattr(importlib.import_module(module), function)
    try:
        return int(command(given.rest) or 0)
    except BadSettings as error:
        print("These settings are missing or wrong:", *error.problems, sep="\n  ", file=sys.stderr)
        return 1
    except Refusal as error:
        print(error.message % error.values, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
