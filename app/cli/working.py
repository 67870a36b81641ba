"""`work`: the worker of production and of the demonstration."""

from __future__ import annotations

from pathlib import Path

from app.accreditation.signing.ed25519 import has_key
from app.accreditation.signing.keys import KEY_FILE
from app.accreditation.signing.public_keys import KeyKind
from app.audit.keys import KEY_FILE as AUDIT_KEY_FILE
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.jobs.engine import make_consumer
from config import BadSettings


def work(line: CommandLine, arguments: list[str]) -> int:
    """The worker: takes jobs from the outbox until it is told to end. Reads PROVOST_*."""
    parser("work", work.__doc__ or "", "work").parse_args(arguments)
    settings = line.settings()
    if not settings.demo:
        _refuse_missing_keys(settings.keys)
    make_consumer(line.works().workshop()).run()
    return 0


def _refuse_missing_keys(folder: Path) -> None:
    """A worker that cannot sign would let granted certificates wait without a word."""
    missing = [name for name in (KEY_FILE, AUDIT_KEY_FILE) if not (folder / name).exists()]
    missing += [f"{kind.value}-….key" for kind in KeyKind if not has_key(folder, kind)]
    if missing:
        said = "PROVOST_KEYS: {} holds no {} (./provost keys make writes one)"
        raise BadSettings([said.format(folder, name) for name in missing])
