"""Parsers of the commands: one look, each with an example."""

from __future__ import annotations

import argparse


def parser(command: str, does: str, example: str) -> argparse.ArgumentParser:
    """Return the parser of a command, with its example at the end of its help."""
    return argparse.ArgumentParser(
        prog=f"./provost {command}",
        description=does,
        epilog=f"example:\n  ./provost {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
