"""`people`: adds the first coordinator and operator of an instance, and the staff that no page may add."""

from __future__ import annotations

import argparse
import json
from typing import Any

from app.cli.agencies import Agency, AgencyProblem, agency_for
from app.cli.arguments import line_of, parser
from app.cli.commands import CommandLine
from app.foundation.transaction import Unit
from app.identity.agency_queries import all_agencies
from app.identity.policy import ROLE_PERMISSIONS
from app.identity.services.coordinating import Invited
from app.identity.services.ending import end_roles
from app.identity.services.inviting import invite, new_first_code, person_named
from app.identity.services.letting_in import VALID_FOR
from app.identity.services.people import NewPerson
from app.web.locales import offered

USAGE = "./provost people add --role ROLE --name NAME --agency AGENCY [--country CC] [more, see --help]"
KINDS = ("police", "partner", "provider", "alliance")


def people(line: CommandLine, arguments: list[str]) -> int:
    """Add a person with their roles, make a new first code, end somebody's roles, or list the agencies."""
    example = 'people add --role operator --name "Lea Martin" --agency "Alliance office" --country FR --kind alliance'
    options = parser("people", people.__doc__ or "", example)
    actions = options.add_subparsers(dest="action", required=True, metavar="add|code|end|agencies")
    add = _add_options(actions)
    code = actions.add_parser("code", help="a new first code for somebody who has not signed in yet")
    code.add_argument("sign_in_name", type=line_of(60), metavar="SIGN-IN-NAME")
    end = actions.add_parser("end", help="somebody's roles end now, with every session; their record stays")
    end.add_argument("sign_in_name", type=line_of(60), metavar="SIGN-IN-NAME")
    end.add_argument("--role", action="append", choices=[*ROLE_PERMISSIONS], help="without it, every role")
    agencies = actions.add_parser("agencies", help="every agency with its id, country and kind")
    for action in (add, code, end, agencies):
        action.add_argument("--json", action="store_true", help="the answer for a program")
    given = options.parse_args(arguments)
    if given.action == "agencies":
        return _agencies(line.works(), as_json=given.json)
    if given.action == "code":
        return _new_code(line.works(), given)
    if given.action == "end":
        return _end(line.works(), given)
    _check(add, given)
    try:
        return _add(line.works(), given)
    except AgencyProblem as problem:
        add.error(str(problem))


def _add_options(actions: Any) -> argparse.ArgumentParser:
    does = "a person with roles and a code for the first sign-in"
    add: argparse.ArgumentParser = actions.add_parser("add", help=does, usage=USAGE)
    add.add_argument("--role", action="append", required=True, choices=[*ROLE_PERMISSIONS], help="may be given again")
    add.add_argument("--name", type=line_of(200), required=True, help="as on the identity document, in Latin letters")
    add.add_argument("--name-original", type=line_of(200), help="the name in its own script")
    add.add_argument("--rank", type=line_of(80))
    add.add_argument("--service-number", type=line_of(40))
    add.add_argument("--sign-in-name", type=line_of(60), help="without it, made from the name")
    add.add_argument("--language", choices=offered(demo=False), default="en")
    add.add_argument("--scope", type=line_of(80), help="for a partner: the key that their courses carry")
    add.add_argument("--agency", type=line_of(200), required=True, help="its name or id; a new one needs --country")
    add.add_argument("--country", help="of a new agency: two letters (ISO 3166), such as GH")
    add.add_argument("--kind", choices=KINDS, help="of a new agency (default police)")
    add.add_argument("--under", type=line_of(200), help="name or id of the agency that a new one belongs to")
    return add


def _check(options: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """End with 2 and every rule that the arguments break."""
    name = given.sign_in_name or ""
    problems = [
        problem
        for problem, broken in (
            ("--scope is needed for a partner", "partner" in given.role and not given.scope),
            ("--scope is for a partner only", "partner" not in given.role and bool(given.scope)),
            ("--sign-in-name: use at least 3 characters", 0 < len(name) < 3),
            ("--sign-in-name: a sign-in name has no spaces", any(letter.isspace() for letter in name)),
        )
        if broken
    ]
    if problems:
        options.error("; ".join(problems))


def _add(works: Any, given: argparse.Namespace) -> int:
    roles = [*dict.fromkeys(given.role)]

    def work(unit: Unit) -> tuple[Invited, Agency]:
        agency = agency_for(unit, given)
        new = NewPerson(
            agency_id=agency.id,
            sign_in_name=given.sign_in_name or "",
            name=given.name,
            name_original=given.name_original,
            rank=given.rank or "",
            service_number=given.service_number,
            locale=given.language,
            demo=works.settings.demo,
        )
        return invite(unit, works.keyring, new, roles, given.scope or ""), agency

    invited, agency = works.database.write(work)
    answer = {"name": given.name, "roles": roles, "agency": agency.name, "new": agency.added}
    said = f"Added: {given.name}, {', '.join(roles)}, {'new ' if agency.added else ''}agency {agency.name}."
    return _say(works, invited, answer, said, as_json=given.json)


def _new_code(works: Any, given: argparse.Namespace) -> int:
    invited = works.database.write(lambda unit: new_first_code(unit, works.keyring, given.sign_in_name))
    return _say(works, invited, {}, "The code before no longer works.", as_json=given.json)


def _end(works: Any, given: argparse.Namespace) -> int:
    def work(unit: Unit) -> tuple[str, ...]:
        return end_roles(unit, person_named(unit, works.keyring, given.sign_in_name), given.role or ())

    ended = works.database.write(work)
    said = f"{given.sign_in_name} is {', '.join(ended)} no longer, and signed out everywhere."
    print(json.dumps({"sign_in_name": given.sign_in_name, "ended": ended}) if given.json else said)
    return 0


def _say(works: Any, invited: Invited, answer: dict[str, Any], said: str, *, as_json: bool) -> int:
    until = works.database.clock() + VALID_FOR
    address = f"{works.settings.base_url}/let-in"
    answer |= {"sign_in_name": invited.sign_in_name, "code": invited.code, "address": address}
    if as_json:
        print(json.dumps({**answer, "valid_until": until.isoformat(timespec="seconds")}, ensure_ascii=False))
        return 0
    print(f"{said}\n\n  sign-in name  {invited.sign_in_name}\n  first code    {invited.code}")
    print(f"  where         {address}\n  until         {until:%Y-%m-%d %H:%M} UTC, once\n")
    print("Hand both over in person; the code is not shown again. They choose a password there, sign in, and, in any")
    print("role but officer, set up their second factor. A new code: ./provost people code " + invited.sign_in_name)
    return 0


def _agencies(works: Any, *, as_json: bool) -> int:
    with works.database.reading() as connection:
        rows = all_agencies(connection)
    if as_json:
        keys = ("public_id", "name", "country", "kind")
        print(json.dumps([{key: getattr(row, key) for key in keys} for row in rows], ensure_ascii=False, indent=1))
    else:
        print(
            "\n".join(f"{row.public_id}  {row.country}  {row.kind:<9} {row.name}" for row in rows) or "No agency yet."
        )
    return 0
