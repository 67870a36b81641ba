"""Kinds of messages: what each says, where it leads, and whether it is written of at once or in the weekly letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.words import N_


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A sentence with gaps, the address it leads to (with the same gaps), the words of the link; `prompt`: at once."""

    text: str
    href: str
    link: str
    prompt: bool = True


KINDS: Mapping[str, MessageKind] = {
    "reminded": MessageKind(
        N_("Your coordinator reminds you of “%(course)s”. Even a short lesson brings you on; what you did is kept."),
        "/courses/%(course_key)s",
        N_("Go on with the course"),
    ),
    "enrolled": MessageKind(
        N_("Your coordinator enrolled you in “%(course)s”."),
        "/courses/%(course_key)s",
        N_("Open the course"),
        prompt=False,
    ),
    "course-owner": MessageKind(
        N_("You own the course “%(course)s” now: you may edit it, answer its readers and publish it after a review."),
        "/authoring/%(course_key)s",
        N_("Open the course"),
        prompt=False,
    ),
    "course-owner-ended": MessageKind(
        N_("You do not own the course “%(course)s” any longer. What you wrote in it stays."),
        "/authoring",
        N_("See your courses"),
        prompt=False,
    ),
    "nomination-accepted": MessageKind(
        N_("You were nominated for “%(course)s” and are accepted: you are enrolled now."),
        "/courses/%(course_key)s",
        N_("Open the course"),
    ),
    "nomination-declined": MessageKind(
        N_("A nomination of yours for “%(course)s” was declined. The reason stands beside it."),
        "/people/nominations?show=ended",
        N_("Read the reason"),
    ),
    "follow-up": MessageKind(
        N_(
            "You were certified in “%(course)s” three months ago. Two short questions: did you use it at work, "
            "and what helped? You may skip them."
        ),
        "/follow-up/%(follow_up)s",
        N_("Answer or skip"),
        prompt=False,
    ),
    "follow-up-six": MessageKind(
        N_(
            "You were certified in “%(course)s” six months ago. The same two short questions once more, and for the "
            "last time: did you use it at work, and what helped? You may skip them."
        ),
        "/follow-up/%(follow_up)s",
        N_("Answer or skip"),
        prompt=False,
    ),
    "retention-check": MessageKind(
        N_(
            "You finished “%(course)s” three months ago. What do you still know? A short check shows it; it is "
            "voluntary, and nothing depends on it."
        ),
        "/courses/%(course_key)s/%(module)s/%(slug)s",
        N_("Take the check"),
        prompt=False,
    ),
    "certificate-granted": MessageKind(
        N_("You hold a new certificate: %(title)s."), "/certificates", N_("See your certificates")
    ),
    "certificate-ends": MessageKind(
        N_("Your certificate %(title)s is valid until %(day)s."), "/certificates", N_("See what renews it")
    ),
    "officers-certificates-end": MessageKind(
        N_("Certificates of officers of your agency end soon. The officers were told."),
        "/people/expiring?show=soon",
        N_("See which, and have them renew"),
    ),
    "practical-day": MessageKind(
        N_("You have a place on the practical day of %(day)s: %(place)s."), "/certificates#days", N_("See your days")
    ),
    "practical-day-taken": MessageKind(
        N_("Your place on the practical day of %(day)s went to somebody else: %(place)s."),
        "/certificates#days",
        N_("See your days"),
    ),
    "practical-day-off": MessageKind(
        N_("The practical day of %(day)s is called off: %(place)s. Your coordinator tells you of another."),
        "/certificates#days",
        N_("See your days"),
    ),
    "work-assessed": MessageKind(
        N_("What you handed in was assessed: %(title)s."),
        "/accreditation/evidence/%(way)s/%(sheet)s",
        N_("Read what the assessor wrote"),
    ),
    "examine-again": MessageKind(
        N_("Your appeal was upheld: “%(quiz)s” is open to you once more."),
        "/appeals/%(appeal)s",
        N_("Read what was decided, and go on from there"),
    ),
    "mark-again": MessageKind(
        N_("Your appeal was upheld: your answers in “%(quiz)s” were marked again."),
        "/appeals/%(appeal)s",
        N_("See what changed"),
    ),
    "mandate-given": MessageKind(
        N_("You may act for %(agency)s as its coordinator through %(day)s."), "/people/mandates", N_("Begin")
    ),
    "mail-unreachable": MessageKind(
        N_("Letters to your e-mail address do not arrive, so none are sent there now. Your messages stand here."),
        "/messages#letters",
        N_("See what you can do"),
    ),
    "renewal-asked": MessageKind(
        N_("Your agency asks you to renew your certificate %(title)s, which is valid until %(day)s."),
        "/certificates",
        N_("See what renews it"),
    ),
}
"""Kind → what it says. A kind that was once stored stays here. `day` is told as 2027-06-30."""


def href_of(kind: MessageKind, words: Mapping[str, str]) -> str:
    """Return the address that a message leads to."""
    return kind.href % words
