"""Lines of the status page about work: what failed, letters, the last trial of a backup, the age of each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.audit import queries
from app.audit.answers import AnswerFigures
from app.audit.events import AuditTag
from app.audit.keys import KEY_FILE
from app.audit.pages import Line
from app.foundation.crypto import Keyring
from app.foundation.words import N_
from app.jobs.queries import JobFigures

MANY_FAILED = 5
MAIL_LATE = timedelta(hours=1)
TESTED_LATE, TESTED_LOST = timedelta(days=35), timedelta(days=100)
KEY_OLD, KEY_ENDS = timedelta(days=730), timedelta(days=90)


def failures_line(figures: JobFigures) -> Line:
    """Return how much work failed for good: many in the last hour is bad, any in the last day wants a look."""
    values = {"hour": figures.failed_hour, "day": figures.failed_day, "all": figures.failed_day + figures.done_day}
    state = "bad" if figures.failed_hour >= MANY_FAILED else "watch" if figures.failed_day else "good"
    says = N_("Failed for good: %(hour)s in the last hour, %(day)s of %(all)s in the last day.")
    advice = N_("See the failed jobs below: put right what they name, then try them again.")
    return Line(N_("Failed work"), state, says, values, "" if state == "good" else advice)


def mail_line(figures: JobFigures, now: datetime, *, hands_on: bool = False) -> Line:
    """Return how letters stand; of those laid into a folder it is not known what becomes of them there."""
    late = figures.mail_since is not None and now - figures.mail_since > MAIL_LATE
    state = "watch" if figures.mail_failed or late else "good"
    values = {"waiting": figures.mail_waiting, "failed": figures.mail_failed, "day": figures.mail_day}
    says = N_(
        "Laid into the folder for letters in the last day: %(day)s; waiting: %(waiting)s; failed: %(failed)s. What "
        "sends them on from there, and what bounces, is not seen here."
    )
    if hands_on:
        says = N_("Handed to the mail server in the last day: %(day)s; waiting: %(waiting)s; failed: %(failed)s.")
    advice = N_("See that the worker runs and reaches the folder or server of PROVOST_MAIL_URL; then try again below.")
    return Line(N_("Letters"), state, says, values, "" if state == "good" else advice)


def answers_line(figures: AnswerFigures) -> Line:
    """Return how many answers of the web failed (5xx), of how many: from 1 in 100 in the last hour that is bad."""
    hour, day = figures.failed_hour, figures.failed_day
    values = {"hour": hour, "of_hour": figures.hour, "day": day, "of_day": figures.day}
    state = "bad" if hour >= MANY_FAILED and hour * 100 >= figures.hour else "watch" if day else "good"
    says = N_(
        "Pages that failed: %(hour)s of %(of_hour)s in the last hour, %(day)s of %(of_day)s in the last day, to within "
        "some minutes."
    )
    advice = N_("Look at the log of the web process for the lines “request failed”: each names where.")
    return Line(N_("Errors of the web"), state, says, values, "" if state == "good" else advice)


def texts_line(figures: JobFigures, *, sends: bool) -> Line:
    """Return how texts to phones stand; what becomes of one that the gateway took is not known here."""
    title = N_("Texts")
    if not sends:
        return Line(title, "good", N_("None are sent: PROVOST_SMS_COMMAND is not set. Officers read messages here."))
    state = "watch" if figures.texts_failed_day else "good"
    values = {
        "waiting": figures.texts_waiting,
        "failed": figures.texts_failed_day,
        "day": figures.texts_day,
        "all": figures.texts_failed_day + figures.texts_day,
    }
    says = N_("Taken by the gateway in the last day: %(day)s of %(all)s; waiting: %(waiting)s; failed: %(failed)s.")
    advice = N_("Try the program of PROVOST_SMS_COMMAND by hand (docs/operating.md, Texts), then try again below.")
    return Line(title, state, says, values, "" if state == "good" else advice)


def restore_line(connection: sa.Connection, now: datetime) -> Line:
    """Return when a backup was last tried out: late after 35 days, bad when it failed or was never done."""
    title = N_("Trial of a backup")
    advice = N_("Run ./provost restore --test FILE with the newest backup every month.")
    tried = queries.entries_by(connection, "tag", AuditTag.BACKUP_TESTED.value, limit=1)
    if not tried:
        return Line(title, "bad", N_("None was ever tried: a backup that was never restored is a hope."), advice=advice)
    last, values = tried[0], {"at": tried[0].at, "made": datetime.fromisoformat(str(tried[0].data["made_at"]))}
    if not last.data["ok"]:
        says = N_("The one of %(made)s, tried on %(at)s, could not be restored whole.")
        return Line(title, "bad", says, values, N_("Make a new backup now, try it, and find out what broke this one."))
    age = now - last.at
    state = "good" if age <= TESTED_LATE else "watch" if age <= TESTED_LOST else "bad"
    says = N_("The one of %(made)s was restored whole on %(at)s.")
    return Line(title, state, says, values, "" if state == "good" else advice)


def key_lines(
    keyring: Keyring, data_folder: Path | None, keys: Path, signing: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[Line, ...]:
    """Return the age of each key that works now; two years, or three months before its end, wants a look."""
    data, log = data_folder / "data.key" if data_folder else None, keys / KEY_FILE
    rotate = N_("Rotate it: ./provost keys rotate --only data, then ./provost keys retire.")
    lines = [_key(N_("Data key"), _written(data), None, now, rotate)] if data and data.exists() else []
    if keyring.older:
        says = N_("An older key still reads. Run ./provost keys retire: it says how much is left.")
        lines = [Line(N_("Data key"), "watch", says)]
    if log.exists():
        lines.append(
            _key(
                N_("Key of the audit log"), _written(log), None, now, N_("Change it by hand: docs/operating.md, Keys.")
            )
        )
    for one in signing:
        since, until = (datetime.fromisoformat(one[name]) for name in ("valid_from", "valid_until"))
        lines.append(_key(_SIGNING[one["kind"]], since, until, now, N_("Rotate it: ./provost keys rotate.")))
    return tuple(lines)


_SIGNING = {
    "pdf": N_("Key of certificates (PDF)"),
    "credential": N_("Key of badges and status lists"),
    "qr": N_("Key of QR codes"),
}


def _key(title: str, since: datetime, until: datetime | None, now: datetime, advice: str) -> Line:
    ends = until is not None and until - now < KEY_ENDS
    state = "bad" if until is not None and until <= now else "watch" if ends or now - since > KEY_OLD else "good"
    values = {"since": since.date(), "days": max(0, (now - since).days), "until": until.date() if until else None}
    says = (
        N_("In use since %(since)s, for %(days)s days; it ends on %(until)s.")
        if until
        else N_("In use since %(since)s, for %(days)s days.")
    )
    return Line(title, state, says, values, "" if state == "good" else advice)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
