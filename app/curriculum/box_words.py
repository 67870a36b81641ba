"""The words that the boxes of a text bring along, in the language of the text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import unescape

from app.foundation.markdown import WORDS
from app.web.locales import gettext_for

_ISOLATES = "\u2066\u2069"
_OWN: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "note": "Remarque",
        "warning": "Attention",
        "case": "Cas",
        "station": "Dans votre service",
        "reveal": "Montrer la réponse",
        "glossary": "Les mots de cette leçon",
        "sources": "Sources",
        "video": "Vidéo",
        "watch": "Regarder la vidéo (%(minutes)s min, %(size)s)",
        "transcript": "Ce qui est dit dans la vidéo",
        "captions": "Sous-titres",
        "picture": "Montrer l’image",
        "film": "Montrer la vidéo",
        "withheld": "La vidéo n’est pas envoyée : au-dessus de TLP:GREEN, chaque copie porte la marque de son lecteur, "
        "et une vidéo ne le peut pas. Ce qui y est dit et montré se lit ici.",
    },
    "es": {
        "note": "Nota",
        "warning": "Atención",
        "case": "Caso",
        "station": "En su comisaría",
        "reveal": "Mostrar la respuesta",
        "glossary": "Palabras de esta lección",
        "sources": "Fuentes",
        "video": "Vídeo",
        "watch": "Ver el vídeo (%(minutes)s min, %(size)s)",
        "transcript": "Lo que se dice en el vídeo",
        "captions": "Subtítulos",
        "picture": "Mostrar la imagen",
        "film": "Mostrar el vídeo",
        "withheld": "El vídeo no se envía: por encima de TLP:GREEN cada copia lleva la marca de su lector, y un vídeo "
        "no puede llevarla. Lo que se dice y se muestra en él se lee aquí.",
    },
    "ar": {
        "note": "ملاحظة",
        "warning": "تحذير",
        "case": "حالة",
        "station": "في مركزك",
        "reveal": "أظهر الإجابة",
        "glossary": "كلمات هذا الدرس",
        "sources": "المصادر",
        "video": "فيديو",
        "watch": "شاهد الفيديو (%(minutes)s دقيقة، %(size)s)",
        "transcript": "ما يقال في الفيديو",
        "captions": "ترجمة مكتوبة",
        "picture": "أظهر الصورة",
        "film": "أظهر الفيديو",
        "withheld": "لا يُرسل الفيديو: فوق TLP:GREEN تحمل كل نسخة علامة قارئها، والفيديو لا يستطيع ذلك. "
        "ما يقال فيه وما يظهر مكتوب هنا.",
    },
}
"""For languages that courses are written in and that the interface has no catalogue of; a catalogue goes first."""


@cache
def box_words(language: str) -> Mapping[str, str]:
    """Return name of a box → its word in a language; in English where nobody has translated it."""
    translate, _ = gettext_for(language)
    own = _OWN.get(language.split("-")[0], {})
    found = {name: unescape(str(translate(text))) for name, text in WORDS.items()}
    unknown = {name: own.get(name, WORDS[name]) for name, text in found.items() if text.startswith(_ISOLATES[0])}
    return {**found, **unknown}
