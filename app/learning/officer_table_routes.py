"""A coordinator brings a table of officers: looked at row by row, then added and enrolled, with codes to print."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.curriculum.brought_files import read_rows, sent_file
from app.curriculum.domain.table_reading import FORMULA, LARGEST_TABLE, Table
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload
from app.curriculum.queries import LiveCourse, live_courses
from app.foundation.errors import NotFound
from app.foundation.flat_table import csv_bytes
from app.foundation.words import N_
from app.identity.agency_profile import agency_profile
from app.identity.browser import keyring_of, myself
from app.identity.domain.officer_rows import COLUMNS, MOST_ROWS, SAMPLES, OfficerTable, UnreadableRows, read_officers
from app.identity.queries import AgencyChoice, agencies_of
from app.identity.services.actor import acting
from app.identity.services.adding_many import FIRST_CODE_VALID_FOR, Bringing, plan_officers
from app.learning.nomination_routes import LONGEST, NO_REASON
from app.learning.services.bringing_people import Destination, bring_and_enrol
from app.web.access import requires
from app.web.locales import gettext_for
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.sheets import csv_answer
from app.web.visit import Visit, this_visit

pages = Blueprint("officer_table", __name__)
BY_NOMINATION = N_("By nomination: a second coordinator approves, then the programme accepts.")
Problem = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the coordinator chose beside the table."""

    agencies: tuple[AgencyChoice, ...]
    courses: tuple[LiveCourse, ...]
    agency: AgencyChoice
    chosen: tuple[LiveCourse, ...]
    fresh_codes: bool
    reason: str

    @property
    def lacks_reason(self) -> bool:
        """Whether a course by nomination was chosen and no reason given."""
        restricted = any(not one.open_to_join for one in self.chosen)
        return restricted and not 0 < len(self.reason) <= LONGEST


@pages.get("/people/table")
@requires(Permission.PEOPLE_COORDINATE)
def table_page(visit: Visit) -> Response:
    """Where the table is pasted or sent."""
    return _send_page(_wishes(visit, MultiDict()), "", None)


@pages.get("/people/table.csv")
@requires(Permission.PEOPLE_COORDINATE)
def template(visit: Visit) -> Response:
    """The table to start from, with three officers who show how it is filled in."""
    return csv_answer(_template(), "officers.csv")


def _template() -> bytes:
    return csv_bytes(tuple(COLUMNS), SAMPLES)


@pages.post("/people/table")
@requires(Permission.PEOPLE_COORDINATE)
def take_table(visit: Visit) -> Response:
    """Show what would come of each row; added only when that page is sent."""
    wishes = _wishes(visit, request.form)
    try:
        text = _sent()
        table = read_officers(Table.of(read_rows(text.encode())).rows)
    except UnreadableUpload as problem:
        return _send_page(wishes, request.form.get("table", ""), (REASONS[problem.code], dict(problem.values)))
    except UnreadableRows as problem:
        return _send_page(wishes, text, (problem.text, problem.values))
    if wishes.lacks_reason:
        return _send_page(wishes, text, (NO_REASON, {}), field="reason")
    if request.form.get("step") == "confirm":
        return _add(visit, wishes, table)
    return _check_page(visit, wishes, table, text)


def _check_page(visit: Visit, wishes: Wishes, table: OfficerTable, text: str) -> Response:
    plans = plan_officers(visit.read, keyring_of(visit), table.rows, _into(visit, wishes))
    counts = {one: sum(plan.outcome == one for plan in plans) for one in ("new", "known", "wrong")}
    plans = tuple(sorted(plans, key=lambda plan: plan.outcome != "wrong"))
    return render(
        "learning/officer_table_check.html",
        plans=plans,
        counts=counts,
        table=table,
        text=text,
        wishes=wishes,
        addresses=any(row.email for row in table.rows),
    )


def _add(visit: Visit, wishes: Wishes, table: OfficerTable) -> Response:
    keyring, into = keyring_of(visit), _into(visit, wishes)
    to = Destination(wishes.chosen, wishes.reason)
    brought = visit.write(lambda unit: bring_and_enrol(unit, keyring, table.rows, into, to))
    return render(
        "learning/officer_codes.html",
        added=sum(one.officer.added for one in brought),
        there=sum(not one.officer.added for one in brought),
        enrolled=sum(one.enrolled for one in brought),
        nominated=sum(one.nominated for one in brought),
        left_out=len(table.rows) - len(brought),
        slips=[one.officer for one in brought if one.officer.code],
        waiting=[one for one in brought if one.not_yet],
        address=visit.parts["issuer"].base_url,
        until=visit.now + FIRST_CODE_VALID_FOR,
    )


def _into(visit: Visit, wishes: Wishes) -> Bringing:
    return Bringing(wishes.agencies, wishes.agency, acting(myself(visit)), _language(visit), wishes.fresh_codes)


def _language(visit: Visit) -> str:
    return agency_profile(visit.read, visit.me.agency_id).locale or visit.locale


def _wishes(visit: Visit, form: MultiDict[str, str]) -> Wishes:
    """Read the choices of the form; an agency or a course that is not offered does not exist (X1)."""
    agencies = agencies_of(visit.read, myself(visit).agency_path)
    courses = live_courses(visit.read)
    asked = form.get("agency") or agencies[0].public_id
    wanted = set(form.getlist("course"))
    found = next((one for one in agencies if one.public_id == asked), None)
    chosen = tuple(one for one in courses if one.outline.course in wanted)
    if found is None or len(chosen) < len(wanted):
        raise NotFound
    return Wishes(agencies, courses, found, chosen, form.get("fresh_codes") == "1", form.get("reason", "").strip())


def _sent() -> str:
    """Return the table as text: what was pasted, or a file's rows, each on the line of its number."""
    if not request.files.get("file"):
        return request.form.get("table", "")
    content, _name = sent_file(LARGEST_TABLE, "2 MB")
    lines: list[tuple[str, ...]] = []
    for number, cells in Table.of(read_rows(content)).rows:
        lines += [()] * (number - 1 - len(lines))
        lines.append(tuple(cell.replace(FORMULA, "=") for cell in cells))
    return _csv(lines)


def _csv(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _offer(live: LiveCourse) -> tuple[str, ...]:
    plain = (live.outline.course, live.outline.title)
    return plain if live.open_to_join else (*plain, gettext_for(this_visit().locale)[0](BY_NOMINATION))


def _send_page(wishes: Wishes, text: str, problem: Problem | None, field: str = "table") -> Response:
    return render(
        "learning/officer_table.html",
        status=422 if problem else 200,
        wishes=wishes,
        offered=[(one.public_id, one.name) for one in wishes.agencies],
        courses=[_offer(one) for one in wishes.courses],
        restricted=any(not one.open_to_join for one in wishes.courses),
        chosen=[one.outline.course for one in wishes.chosen],
        text=text[:LARGEST_TABLE],
        problem=problem,
        field=field,
        sample_columns=[(column, False) for column in COLUMNS],
        samples=SAMPLES,
        template_size=len(_template()),
        most=MOST_ROWS,
    )
