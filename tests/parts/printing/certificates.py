"""Values of certificates for the tests; every name in them is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.accreditation.domain.number import make_number
from app.printing.designs import design
from app.printing.press import render

CREATED = datetime(2026, 11, 23, 12, tzinfo=UTC)
NUMBER = make_number(lambda count: bytes(range(count)))
ADDRESS = f"https://verify.example.org/c/{NUMBER}"

LATIN_60 = "Maximiliana-Wilhelmina Warnakulasuriya Mahadurage Wijewarden"
ARABIC = "محمد عبد الرحمن الخالدي"
LONG_ARABIC = "محمد عبد الرحمن بن عبد الله بن عبد العزيز بن سعود آل خالد الخالدي الهاشمي"

PLAIN: dict[str, object] = {
    "title": "Certificate of Accreditation",
    "holder_name": "Amara Nkemelu-Diallo",
    "holder_line": "Detective Sergeant · Cybercrime Unit, National Police",
    "statement": "has met every requirement of the scheme and is accredited as",
    "scheme_title": "Digital Evidence First Responder, Level 2",
    "details": "120 learning hours · practical examination passed · scheme version 2",
    "number": NUMBER,
    "issued_on": date(2026, 11, 23),
    "valid_until": date(2029, 11, 22),
    "verify_url": ADDRESS,
    "issuer": "International Alliance for Cybercrime Training",
    "key_id": "9f3c1a2b7d4e5f60",
    "lang": "en",
    "dir": "ltr",
}
IN_ARABIC: dict[str, object] = {
    **PLAIN,
    "title": "شهادة اعتماد",
    "holder_name": LONG_ARABIC,
    "holder_name_original": "Mohammed Abdulrahman Al-Khalidi",
    "holder_line": "رقيب أول · وحدة الجرائم الإلكترونية",
    "statement": "قد استوفى جميع متطلبات المعيار واعتُمد بصفة",
    "scheme_title": "مستجيب أول للأدلة الرقمية، المستوى 2",
    "details": "120 ساعة تدريبية · اجتاز الامتحان العملي",
    "reviewed_note": "يستند إلى مادة تدريبية لم يراجعها خبير بعد",
    "lang": "ar",
    "dir": "rtl",
}
FULL: dict[str, object] = {
    **PLAIN,
    "holder_name": LATIN_60,
    "holder_name_original": LONG_ARABIC,
    "holder_line": "Detective Chief Inspector · Directorate for Serious Cybercrime, National Police Service",
    "scheme_title": "Advanced Practitioner in Cross-Border Collection and Presentation of Digital Evidence in Court",
    "details": "120 learning hours · practical examination passed with distinction · three stations · version 2",
    "reviewed_note": "Rests on course material not yet reviewed by an expert",
    "signatories": [("First name of a signatory", "Office of the first"), ("Second name", "Office of the second")],
}
WIDE: dict[str, object] = {
    **FULL,
    "holder_name": "W" * 60,
    "title": "Certificate of Attendance at a Course with a Long Name",
}
KNOWLEDGE: dict[str, object] = {
    **PLAIN,
    "title": "Knowledge certificate",
    "specimen": True,
    "holder_name_original": ARABIC,
}

CASES = {"plain": PLAIN, "arabic": IN_ARABIC, "full": FULL, "wide": WIDE, "knowledge": KNOWLEDGE}


def printed(values: dict[str, object]) -> bytes:
    """The PDF of these values in the design of the alliance, always at the same time and under the same identifier."""
    return render(design("alliance"), values, created=CREATED, identifier=str(values["number"]).encode())
