"""Parsers of the commands: one look, each with an example; and the checks that arguments share."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Callable


def parser(command: str, does: str, example: str) -> argparse.ArgumentParser:
    """Return the parser of a command, with its example at the end of its help."""
    return argparse.ArgumentParser(
        prog=f"./provost {command}",
        description=does,
        epilog=f"example:\n  ./provost {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def line_of(most: int) -> Callable[[str], str]:
    """Return the check of one line of text: not empty, at most `most` characters, no control characters."""

    def line(text: str) -> str:
        plain = " ".join(text.split())
        if not plain:
            raise argparse.ArgumentTypeError("it is empty")
        if len(plain) > most:
            raise argparse.ArgumentTypeError(f"it has {len(plain)} characters, {most} are the most")
        if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in plain):
            raise argparse.ArgumentTypeError("it holds a control character or bytes that are no text")
        return plain

    return line
