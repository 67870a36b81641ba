"""The form of the issuer's profile: name, address to verify, two signatories, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import Form, StringField
from wtforms.validators import Length

from app.accreditation.domain.issuer_profile import Profile, Signatory, read_address
from app.accreditation.profile_pictures import PICTURES, digests_of, picture_of, taken_pictures
from app.foundation.registry import loaded
from app.foundation.storage import Storage
from app.foundation.words import N_
from app.printing.designs import design
from app.web.form import errors_of, line, sent, strip

NAME, HAND = 120, 80
_LONG = N_("This is too long: use at most 80 characters.")
_WHO = N_("Enter the name of whoever holds this office, or leave office and signature empty.")
_NO_ADDRESS = N_("Enter an address such as https://verify.example.org, without anything after the name of the host.")
_UNPRINTABLE = N_("The fonts of the certificates lack one of these letters. Write it in Latin or Arabic letters.")
_UNPRINTABLE_LETTERS = "app.printing.fitting:unprintable"
"""Named, not imported: reading fonts is heavy, for a page that is rarely used."""
TEXTS = ("name", "verify_address", "name_1", "office_1", "name_2", "office_2")


def _hand(label: str) -> StringField:
    return StringField(label, [Length(max=HAND, message=_LONG)], filters=[strip], default="")


class ProfileForm(Form):
    """The words of a profile."""

    name = line(N_("Name"), most=NAME, needed=N_("Enter the name as it is to stand on certificates."))
    verify_address = line(N_("Address"), most=100, needed=_NO_ADDRESS)
    name_1 = _hand(N_("Name"))
    office_1 = _hand(N_("Office"))
    name_2 = _hand(N_("Name"))
    office_2 = _hand(N_("Office"))


@dataclass(frozen=True, slots=True)
class EnteredProfile:
    """What was sent: words, digests of the pictures, errors by field."""

    words: Mapping[str, str]
    pictures: Mapping[str, str]
    errors: Mapping[str, str]

    def profile(self, storage: Storage) -> Profile:
        """Return what was entered as a profile; a signatory without a name is none."""
        found = {name: picture_of(storage, self.pictures[name]) or b"" for name in PICTURES}
        signatories = tuple(
            Signatory(self.words[f"name_{place}"], self.words[f"office_{place}"], found[f"signature_{place}"])
            for place in (1, 2)
            if self.words[f"name_{place}"]
        )
        return Profile(self.words["name"], self.words["verify_address"], found["emblem"], signatories)


def entered_profile(storage: Storage, design_key: str, *, plain_allowed: bool) -> EnteredProfile:
    """Read and check the form; letters are those that the fonts of the design have."""
    form = sent(ProfileForm)
    errors = {} if form.validate() else errors_of(form)
    words = {name: str(form.data[name] or "") for name in TEXTS}
    pictures, wrong = taken_pictures(storage)
    address = read_address(words["verify_address"], plain_allowed=plain_allowed)
    if address is None:
        errors.setdefault("verify_address", _NO_ADDRESS)
    errors |= wrong | _unnamed(words, pictures)
    faces, unprintable = design(design_key).faces, loaded(_UNPRINTABLE_LETTERS)
    errors |= {name: _UNPRINTABLE for name in TEXTS if name not in errors and unprintable(words[name], faces)}
    return EnteredProfile(words | {"verify_address": address or words["verify_address"]}, pictures, errors)


def filled_in(profile: Profile | None, name: str, address: str) -> EnteredProfile:
    """Return the form as it begins: as the profile in force says, else with the house's own name and address."""
    if profile is None:
        empty = dict.fromkeys(TEXTS, "") | {"name": name, "verify_address": address}
        return EnteredProfile(empty, dict.fromkeys(PICTURES, ""), {})
    words = dict.fromkeys(TEXTS, "") | {"name": profile.name, "verify_address": profile.verify_address}
    for place, one in enumerate(profile.signatories, 1):
        words |= {f"name_{place}": one.name, f"office_{place}": one.office}
    return EnteredProfile(words, digests_of(profile), {})


def _unnamed(words: Mapping[str, str], pictures: Mapping[str, str]) -> dict[str, str]:
    return {
        f"name_{place}": _WHO
        for place in (1, 2)
        if not words[f"name_{place}"] and (words[f"office_{place}"] or pictures[f"signature_{place}"])
    }
