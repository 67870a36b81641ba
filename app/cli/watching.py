"""What `serve` becomes once it has forked its workers: a parent that watches them and holds nothing of the house.

python -m app.cli.watching TARGET BIND PID…
"""

from __future__ import annotations

import sys

from app.cli.supervise import Patience, run_children

STUCK_AFTER = 8.0
"""Seconds that a worker may take to end; less than `./provost run` gives this process."""


def main(target: str, bind: str, *pids: str) -> int:
    """Watch the workers; where one has died, a worker by itself takes its place and the others go on."""
    alone = [sys.executable, "-m", "app.cli.serving", target, bind]
    return run_children([alone] * len(pids), patience=Patience(grace=STUCK_AFTER), forked=[int(pid) for pid in pids])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
