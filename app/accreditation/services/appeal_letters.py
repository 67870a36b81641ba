"""Letters about an appeal or a complaint: at each step, to whoever filed it. They say that there is news, and where."""

from __future__ import annotations

from collections.abc import Callable

from app.accreditation.domain.appeal import Step
from app.accreditation.facts import AppealMoved
from app.accreditation.issuer import Issuer
from app.foundation.crypto import Keyring
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.addresses import LetterAddress, own_address
from app.jobs.mail import post
from app.web.locales import gettext_for

_SUBJECT = N_("News about what you sent us")
_RECEIVED = N_("What you sent us was received. You hear from us within 5 working days. Sign in to see it:")
_NEWS = N_("There is news about what you sent us. Sign in to read it:")


def letters_to_who_appealed(issuer: Issuer, keyring: Keyring) -> Callable[[Unit, AppealMoved], None]:
    """Return the reaction that posts the letters; bound once by the wiring. Who took it back gets none."""

    def tell_who_appealed(unit: Unit, fact: AppealMoved) -> None:
        to = own_address(unit.connection, fact.person_id)
        if to is not None and fact.step != Step.TAKE_BACK:
            letter = appeal_letter(to, fact.step, f"{issuer.base_url}/appeals")
            post(unit, keyring, letter, f"appeal:{fact.appeal_id}:{fact.step or 'received'}")

    return tell_who_appealed


def appeal_letter(to: LetterAddress, step: str, address: str) -> Letter:
    """Return a letter in the language of its reader: one sentence or two, one link, no matter, nobody's name."""
    words = gettext_for(to.locale)[0]
    return Letter(to.email, _plain(words(_SUBJECT)), f"{_plain(words(_NEWS if step else _RECEIVED))}\n\n{address}\n")


def _plain(text: str) -> str:
    return text.unescape() if hasattr(text, "unescape") else text
