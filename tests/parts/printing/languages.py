"""Made-up certificates in every language of the designs, for the tests that look at all of them."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from app.printing.attachment import Attached
from app.printing.designs import load_designs
from app.printing.press import render
from tests.parts.printing.certificates import CREATED, LATIN_60, LONG_ARABIC, NUMBER, PLAIN

# statement, title of the scheme, line of the holder
TEXTS = {
    "en": ("has shown the knowledge asked of a first responder", "Cybercrime First Responder", "Sergeant, Cyber Unit"),
    "fr": (
        "a démontré les connaissances attendues",
        "Premier intervenant en cybercriminalité",
        "Brigadier, Unité",
    ),
    "es": ("ha demostrado los conocimientos exigidos", "Primer interviniente en ciberdelincuencia", "Sargento, Unidad"),
    "ar": ("قد أثبت المعارف المطلوبة", "مستجيب أول للجرائم الإلكترونية", "رقيب، وحدة الجرائم الإلكترونية"),
}
SCRIPTS = {"latin": (LATIN_60, ""), "both": (LATIN_60, LONG_ARABIC), "arabic": (LONG_ARABIC, ""), "protected": ("", "")}
CASES = [
    (key, language, script)
    for key, design in load_designs().items()
    for language in design.languages
    for script in SCRIPTS
]
CREDENTIAL = Attached("credential.json", "application/json", b'{"type": "a credential"}', "Source", "Open Badge")
CODE = (f"HTTPS://VERIFY.EXAMPLE.ORG/C/{NUMBER}#" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 10)[:304]
EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0H40V20H0Z" fill="#163"/></svg>'
SIGNATORIES = [("Adwoa Example", "Director of the tests"), ("B. Example", "Chair of the tests")]


def values(key: str, language: str, script: str) -> dict[str, object]:
    """What a certificate of this kind says; `protected` names nobody."""
    words = load_designs()[key].words[language]
    statement, scheme_title, line = TEXTS[language]
    name, original = SCRIPTS[script]
    return {
        **PLAIN,
        "title": words.get("title") or words["title_competence"],
        "holder_name": name or words["protected_name"],
        "holder_name_original": original,
        "holder_line": line if name else "",
        "statement": statement,
        "scheme_title": scheme_title,
        "details": words["scheme_line"].format(key="cfr-1", version=3),
        "reviewed_note": words["not_reviewed"] if script == "both" else "",
        "specimen": script == "both",
        "signatories": SIGNATORIES if script in {"both", "arabic"} else [],
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
    }


@cache
def certificate(key: str, language: str, script: str) -> bytes:
    """The unsigned PDF; with names in both scripts it bears an emblem and a signature too."""
    pictures = {"emblem": EMBLEM, "signature_1": signature()} if script == "both" else {}
    return render(
        load_designs()[key], values(key, language, script), created=CREATED, identifier=b"x", qr_text=CODE,
        attachments=[CREDENTIAL], pictures=pictures,
    )  # fmt: skip


def signature() -> bytes:
    """A few strokes on a clear ground."""
    picture = Image.new("RGBA", (400, 120))
    ImageDraw.Draw(picture).line([(10, 90), (90, 20), (130, 100), (390, 50)], fill=(20, 30, 90, 255), width=6)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
