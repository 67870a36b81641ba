"""The forms of the acts on a credential: class of the reason, words of staff, a condition, how a name is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request
from wtforms import Form, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from app.accreditation.domain.life import GROUNDS, Act
from app.foundation.words import N_
from app.web.days import NoSuchDay, boxes_of, day_of
from app.web.form import errors_of, line, sent, strip

MOST = 200
_TOO_LONG = N_("This is too long: use at most 200 characters.")
_WHY = N_("Write the reason for your colleagues: what was found, without names.")
_NO_DAY = N_("Enter a day that exists, such as 31 3 2027.")
_PAST = N_("Enter a day after today.")
_CHOOSE = N_("Choose the class of the reason.")


@dataclass(frozen=True, slots=True)
class ActPage:
    """The words of an act: heading, what it does (sentence by sentence), button, and what is said once it is done."""

    title: str
    effects: tuple[str, ...]
    button: str
    done: str
    next: str


PAGES: Mapping[Act, ActPage] = {
    Act.SUSPEND: ActPage(
        N_("Suspend this certificate"),
        (
            N_("From now on everybody who checks it reads that it is suspended, and the class of the reason."),
            N_("The holder reads the same, with the condition, and may appeal."),
            N_("It does not lift itself: on its day it is listed for you as due."),
        ),
        N_("Suspend it"),
        N_("The certificate is suspended"),
        N_("It does not count until somebody lifts the suspension."),
    ),
    Act.REINSTATE: ActPage(
        N_("Lift the suspension"),
        (
            N_("From now on the certificate counts again, as long as its validity runs."),
            N_("The suspension stays in its history."),
        ),
        N_("Lift the suspension"),
        N_("The suspension is lifted"),
        N_("Whoever checks the certificate reads its state as before the suspension."),
    ),
    Act.WITHDRAW: ActPage(
        N_("Propose to withdraw this certificate"),
        (
            N_("Nothing changes until another person confirms it."),
            N_(
                "Once it is confirmed, everybody reads that it was withdrawn, and the class of the reason. It is final."
            ),
        ),
        N_("Propose the withdrawal"),
        N_("The withdrawal is proposed"),
        N_("It waits for a second person. You can take it back until then."),
    ),
    Act.CORRECT: ActPage(
        N_("Correct how the holder is written"),
        (
            N_("A new certificate with its own number is made. Rules, evidence, decision and dates stay the same."),
            N_("This one answers from now on that it was replaced. Its PDF stays what it is."),
            N_("The record of the person is not changed here: their coordinator does that."),
        ),
        N_("Issue the corrected certificate"),
        N_("A corrected certificate is issued"),
        N_("The one before answers that it was replaced."),
    ),
}


class ReasonForm(Form):
    """Why: the class of the reason and the words of staff."""

    grounds = StringField(N_("Class of the reason"))
    reason = line(N_("Reason"), most=MOST, needed=_WHY)


class SuspendForm(ReasonForm):
    """A suspension may have a condition."""

    condition = StringField(N_("Condition"), [Length(max=MOST, message=_TOO_LONG)], filters=[strip], default="")


class CorrectForm(Form):
    """How the holder is to be written."""

    name = line(N_("Name"), needed=N_("Enter the name as it is to stand on the certificate."))
    name_original = StringField(N_("Name"), [Length(max=MOST, message=_TOO_LONG)], filters=[strip], default="")
    rank = StringField(N_("Rank"), [Length(max=MOST, message=_TOO_LONG)], filters=[strip], default="")
    reason = line(N_("Reason"), most=MOST, needed=_WHY)


FIELDS = ("grounds", "reason", "condition", "name", "name_original", "rank")
DAY = ("ends_on-day", "ends_on-month", "ends_on-year")
EMPTY: Mapping[str, str] = dict.fromkeys((*FIELDS, *DAY), "")
"""What an empty form holds."""
_FORMS: Mapping[Act, type[Form]] = {
    Act.SUSPEND: SuspendForm,
    Act.REINSTATE: ReasonForm,
    Act.WITHDRAW: ReasonForm,
    Act.CORRECT: CorrectForm,
}


@dataclass(frozen=True, slots=True)
class Entered:
    """What was sent of an act: its values, the day if one was meant, and the errors by field."""

    values: Mapping[str, str]
    ends_on: date | None
    errors: Mapping[str, str]


def entered(act: Act, locale: str, today: date) -> Entered:
    """Read and check the form of an act."""
    form = sent(_FORMS[act])
    if "grounds" in form._fields:
        form.grounds.validators = [InputRequired(_CHOOSE), AnyOf(list(GROUNDS[act]), message=_CHOOSE)]
    errors = {} if form.validate() else errors_of(form)
    boxes = boxes_of(request.form, "ends_on")
    ends_on, wrong = _day(boxes, locale, today) if act is Act.SUSPEND else (None, None)
    errors |= {"ends_on": wrong} if wrong else {}
    values = dict(EMPTY) | {name: str(value or "") for name, value in form.data.items()}
    values |= dict(zip(DAY, boxes, strict=True))
    return Entered(values, ends_on, errors)


def _day(boxes: tuple[str, str, str], locale: str, today: date) -> tuple[date | None, str | None]:
    try:
        day = day_of(boxes, locale)
    except NoSuchDay:
        return None, _NO_DAY
    return (day, _PAST) if day is not None and day <= today else (day, None)
