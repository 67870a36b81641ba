"""Short text messages to phones: fixed words, handed to a program of the operator's own (decision 0007)."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

LONGEST = 160
SECONDS = 30
REFUSED = 67
"""What the program ends with where the number can never be reached (EX_NOUSER of sysexits.h)."""
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_SURROUNDINGS = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class BadText(ValueError):
    """A text that must not be sent: no number of the form of E.164, a control character, or too long."""


class NumberRefused(Exception):
    """The number can never be reached: no later try helps."""


@dataclass(frozen=True, slots=True)
class ShortText:
    """A text to one phone; checked when made, so that a bad one never reaches the queue."""

    to: str
    text: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.to):
            raise BadText("not a number as +<country><number>")
        if not self.text or len(self.text) > LONGEST or any(ord(letter) < 32 for letter in self.text):
            raise BadText(f"empty, over {LONGEST} characters, or with a line break")


class TextGateway(Protocol):
    """Where texts go out. `key` names the text: the same key again need not be sent twice."""

    def send(self, text: ShortText, key: str) -> None:
        """Hand the text over; raises OSError so that the job tries again, `NumberRefused` so that it does not."""


class TextProgram:
    """Hands each text to a program: one line of JSON (`to`, `text`, `key`) on its standard input, nothing else.

    Neither number nor words stand in its arguments, where other users of the computer could read them; of the
    environment it gets nothing. It has half a minute, and ends with 0 once the text is taken.
    """

    def __init__(self, program: Path) -> None:
        self._program = program

    def send(self, text: ShortText, key: str) -> None:
        """Run the program once."""
        said = json.dumps({"to": text.to, "text": text.text, "key": key}).encode() + b"\n"
        try:
            done = subprocess.run(
                [str(self._program)], input=said, capture_output=True, env=_SURROUNDINGS, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired as late:
            raise TimeoutError("the program for texts took too long") from late
        if done.returncode == REFUSED:
            raise NumberRefused
        if done.returncode:
            raise OSError(f"the program for texts ended with {done.returncode}")
