"""Signed certificates of every design, language, script of a name and level of disclosure, as the worker makes them.

Each from a statement, by the same functions, but without a database: what is drawn by lot there is given here.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.domain.issuer_profile import Profile, Signatory, profile_record
from app.accreditation.domain.statement import canonical
from app.accreditation.jobs import BADGE
from app.accreditation.proof_queries import Proof
from app.accreditation.services.proving import Proofs, make_proofs
from app.accreditation.services.rendering import created_at, identifier, pictures_of, printed
from app.accreditation.signing.pades import sign
from app.accreditation.signing.signer import Signers
from app.printing.attachment import Attached
from app.printing.designs import design, load_designs
from app.printing.press import render
from app.printing.qr import qr_payload
from tests.parts.accreditation.badges import AT, BASE, PLACE, SALT, credential_key, qr_key, statement
from tests.parts.accreditation.test_signing import issuer
from tests.parts.accreditation.time_stamps import stamper
from tests.parts.printing.certificates import LATIN_60, LONG_ARABIC
from tests.parts.printing.languages import EMBLEM, SIGNATORIES, TEXTS, signature

NAMES = {
    "latin": (LATIN_60, "Đặng Thị Hồng Ánh-Łukaszewiczová"),
    "greek": ("Αλέξανδρος Παπαδόπουλος", "Ευθύμιος Ξυλούρης-Ψαλτόπουλος"),
    "cyrillic": ("Владимир Александрович Щербаков", "Ђорђе Љубичић-Ґалаґан"),
    "arabic": (LONG_ARABIC, "گلناز پژوهش‌نژاد ٹیپو"),
}
"""A name in each script of the fonts; there are two lines, so that every face of a design prints it."""
Case = tuple[str, str, str, Disclosure]
CASES: list[Case] = [
    (key, language, script, level)
    for key, one in load_designs().items()
    for language, (place, script), level in product(one.languages, enumerate(NAMES), Disclosure)
    if level is Disclosure.FULL or place == 0
]
KEYS = Signers(issuer(), credential_key(), qr_key())


def made(case: Case) -> bytes:
    """The signed PDF of a case; every second bears a time stamp, half of them emblem, hands and a warning."""
    key, language, script, level = case
    text, proofs = _proven(key, language, script, level)
    pdf = render(
        design(key), told(case), created=created_at(text), identifier=identifier(text, language), qr_text=proofs.code,
        attachments=[Attached(BADGE, "application/json", proofs.badge_bytes, "Source", "Open Badge")],
        pictures=pictures_of(text),
    )  # fmt: skip
    return sign(pdf, KEYS.pdf, at=AT, timestamper=stamper() if CASES.index(case) % 2 else None)


def told(case: Case) -> dict[str, object]:
    """What the page of a case says."""
    key, language, script, level = case
    text, proofs = _proven(key, language, script, level)
    return printed(text, KEYS.pdf.key_id, proofs.record, language)


def text_of(case: Case) -> str:
    """The statement that a case rests on."""
    return _proven(*case)[0]


def badge(case: Case) -> dict[str, Any]:
    """The badge that lies in the file of a case."""
    return _proven(*case)[1].badge


@cache
def _proven(key: str, language: str, script: str, level: Disclosure) -> tuple[str, Proofs]:
    said = {**_statement(key, script, whole=language in {"ar", "es"}), "disclosure": level.value}
    proof = Proof(PLACE.badge_id, 1, PLACE.status_index, SALT)
    text = canonical(said)
    return text, make_proofs(text, proof, KEYS, address=qr_payload(said["verify_url"]), at=AT)


def _statement(key: str, script: str, *, whole: bool) -> dict[str, Any]:
    said = statement(name=NAMES[script][0])
    said["holder"] |= {"name_original": NAMES[script][1]}
    said["scheme"] |= {
        "design": key,
        "titles": {language: texts[1] for language, texts in TEXTS.items()},
        "statements": {language: texts[0] for language, texts in TEXTS.items()},
    }
    hands = tuple(Signatory(name, office, signature()) for name, office in SIGNATORIES)
    profile = {"issuer_profile": profile_record(Profile("An issuer", BASE, EMBLEM, hands))} if whole else {}
    return {**said, **profile, "specimen": whole, "unreviewed": whole}
