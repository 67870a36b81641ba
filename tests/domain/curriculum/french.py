"""A course whose every kind of text is there in French as well; tests change one thing in it."""

from __future__ import annotations

from app.curriculum.domain.course_file import read_course_file
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.translations import head_hash, source_hash
from tests.domain.curriculum.small_course import BANK, FILES, LESSON, QUIZ, small_course

ALL_TYPES = "banks/types.quiz.md"
HEAD = "course.fr.yml"
FRENCH = {path: path.replace(".md", ".fr.md") for path in (LESSON, QUIZ, BANK, ALL_TYPES)}
TYPES = """\
---
id: types
title: Every type
bank: true
---

::: case {#room}
A dark room.
:::

## Which is first? {#t-single case=room}

- old
- habits

- (x) Look
  > Right.
- ( ) Touch
  > No.

> All said.
> correct: Well done.

## Who holds what? {#t-match}

- Journal -> Shop
  > The shop prints it.
- Receipt -> Shop
- Log -> Bank
- -> Street

## In which order? {#t-order}

1. See
   > First.
2. Touch

## Name it. {#t-text}

= Luhn | mod 10
  > Its name.
= 50% checksum*
  > Nearly.

## How many? {#t-number}

= 42 ± 1
  > Counted.

## Is it so? {#t-true}

= true
  > true: Yes.
  > false: No.

## Fill in. {#t-gaps}

The [[ issuer | bank ]] calls the [[ (x) shop ( ) street ]] after [[ 90 ]] days.

> 1: It issued the card.
"""
TYPES_FRENCH = """\
---
id: types
title: Tous les types
of: {of}
---

::: case {{#room}}
Une pièce sombre.
:::

## Que faire d'abord ? {{#t-single}}

- vieilles
- habitudes

- Regarder
  > Exact.
- Toucher
  > Non.

> Tout est dit.
> correct: Bravo.

## Qui tient quoi ? {{#t-match}}

- Journal -> Magasin
  > Le magasin l'imprime.
- Reçu -> Magasin
- Relevé -> Banque
- -> Rue

## Dans quel ordre ? {{#t-order}}

1. Voir
   > D'abord.
2. Prendre

## Nommez-le. {{#t-text}}

= algorithme de Luhn
  > Son nom.
= 50% somme de contrôle*
  > Presque.

## Combien ? {{#t-number}}

=
  > Comptés.

## Est-ce vrai ? {{#t-true}}

> true: Oui.
> false: Non.

## Complétez. {{#t-gaps}}

L'[[ émetteur ]] appelle le [[ ( ) magasin ( ) rue ]] après [[ ]] jours.

> 1: Il a émis la carte.
"""
LESSON_FRENCH = """\
---
id: look
title: Regarder d'abord
of: {of}
---

Regardez avant de toucher. Voyez [l'entraînement](90-practice.quiz.md).

![Une pièce avec un bureau](assets/scene.svg "Une pièce")

::: check {{ref=first}}
:::

::: sources
- RFC
:::
"""
QUIZ_FRENCH = """\
---
id: practice
title: Entraînement
of: {of}
---

## Qu'est-ce qui vient d'abord ? {{#first}}

- Regarder
  > Exact. Regarder ne change rien.
- Toucher
  > Non. Toucher change la scène.

> Regardez, puis agissez.

## Combien de mains touchent l'appareil ? {{#hands}}

> Aucune.
"""
BANK_FRENCH = """\
---
id: pool
title: Réserve
of: {of}
---

## Les personnes passent avant les appareils. {{#people}}

> true: Exact. Toujours.
> false: Non. Les personnes d'abord.

## Que pouvez-vous noter ? {{#note}}

- L'heure
  > Exact.
- Une supposition
  > Non. Une supposition n'est pas un procès-verbal.

> Écrivez ce que vous voyez.
"""
HEAD_FRENCH = """\
id: small-course
title: Petit cours
summary: De quoi lire un cours.
of: {of}
outcomes:
  see: Voir ce qui compte
  act: Agir dans le bon ordre
modules:
  01-first-steps: Premiers pas
  02-final: Fin
"""
_TEXTS = {LESSON: LESSON_FRENCH, QUIZ: QUIZ_FRENCH, BANK: BANK_FRENCH, ALL_TYPES: TYPES_FRENCH}


def french_course() -> dict[str, bytes]:
    """Return the course with all its translations, none of them stale."""
    files = {**small_course(), ALL_TYPES: TYPES.encode()}
    for path, text in _TEXTS.items():
        files[FRENCH[path]] = text.format(of=source_hash(files[path])).encode()
    head = read_course_file(FILES["course.yml"], Findings())
    assert head
    files[HEAD] = HEAD_FRENCH.format(of=head_hash(head)).encode()
    return files


def french_with(path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the course with one text replaced; the old text must be there."""
    files = french_course()
    text = files[path].decode()
    assert old in text, f"{old!r} does not stand in {path}"
    return {**files, path: text.replace(old, new, 1).encode()}
