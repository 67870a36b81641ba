"""The benchmarks of `./provost bench`: each figure beside its floor, measured in the same run on the same machine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

import bench.cases
from app.foundation.registry import one_per_file
from bench import postgres
from bench.case import CannotMeasure, Figure, LoneCase, ServedCase
from bench.effort import QUICK, WHOLE, Effort
from bench.house import made_house
from bench.report import record, table
from bench.serving import Say, measure_served

_NO_POSTGRES = "PostgreSQL: its embedded server comes with the development environment (./provost test makes it)."
Case = ServedCase | LoneCase


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is named, or everything; 0 measured, 1 something could not be measured, 2 used wrongly."""
    cases = cast("dict[str, Case]", one_per_file(bench.cases, "CASE"))
    options = _options(cases)
    given = options.parse_args(arguments)
    unknown = [name for name in given.names if name not in cases]
    if unknown:
        options.error(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(cases)}")
    chosen = [cases[name] for name in given.names or cases]
    effort = _effort(given)
    try:
        figures, left_out = _measured(chosen, effort, _databases(given), _on_standard_error)
    except CannotMeasure as error:
        print(f"Could not measure: {error}", file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps(record(figures, effort, left_out), ensure_ascii=False, indent=1))
    else:
        print(table(figures, left_out))
    return 0


def _options(cases: dict[str, Case]) -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:<13}{case.does}" for name, case in cases.items())
    options = argparse.ArgumentParser(
        prog="./provost bench",
        description=f"{__doc__}\n\nIt makes an instance of its own and takes under four minutes.\n\n{listed}",
        epilog="examples:\n  ./provost bench\n  ./provost bench lesson home --quick",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("names", nargs="*", metavar="NAME", help="one of those above; all where none is named")
    options.add_argument("--json", action="store_true", help="the figures for a program")
    options.add_argument("--quick", action="store_true", help="fewer and shorter rounds, fewer people, SQLite only")
    options.add_argument("--database", choices=("sqlite", "postgresql"), help="only this database")
    options.add_argument("--rounds", type=_between(int, 1, 50), help="rounds of each served benchmark")
    options.add_argument("--seconds", type=_between(float, 0.05, 20), help="length of a round")
    options.add_argument("--people", type=_between(int, 80, 50_000), help="people in the instance")
    return options


def _between(kind: type[int] | type[float], least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = kind(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"between {least:g} and {most:g}")
        return value

    return read


def _effort(given: argparse.Namespace) -> Effort:
    asked = {name: getattr(given, name) for name in ("rounds", "seconds", "people") if getattr(given, name) is not None}
    return replace(QUICK if given.quick else WHOLE, **asked)


def _databases(given: argparse.Namespace) -> tuple[str, ...]:
    if given.database:
        return (given.database,)
    return ("sqlite",) if given.quick else ("sqlite", "postgresql")


def _measured(
    cases: Sequence[Case], effort: Effort, databases: Sequence[str], say: Say
) -> tuple[list[Figure], list[str]]:
    """Return the figures and what was left out. What runs alone runs first, while no server of ours is up."""
    served = [case for case in cases if isinstance(case, ServedCase)]
    alone = [case for case in cases if isinstance(case, LoneCase)]
    figures: list[Figure] = []
    left_out: list[str] = []
    if "sqlite" in databases:
        figures += _on_sqlite(alone, served, effort, say)
    if "postgresql" in databases and served:
        if postgres.is_here():
            figures += _on_postgresql(served, effort, say)
        else:
            left_out.append(_NO_POSTGRES)
    return figures, left_out


def _on_sqlite(alone: Sequence[LoneCase], served: Sequence[ServedCase], effort: Effort, say: Say) -> list[Figure]:
    say(f"sqlite: making an instance with {effort.people} people")
    with made_house(effort.people) as house:
        lone = []
        for case in alone:
            say(f"sqlite: {case.name}")
            lone.append(case.measure(house, effort))
        return [*(measure_served(served, house, effort, say) if served else ()), *lone]


def _on_postgresql(served: Sequence[ServedCase], effort: Effort, say: Say) -> list[Figure]:
    say(f"postgresql: making an instance with {effort.people} people")
    with postgres.running() as (url, process), made_house(effort.people, url, (process,)) as house:
        return measure_served(served, house, effort, say)


def _on_standard_error(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
