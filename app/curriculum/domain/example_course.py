"""The course that every example is taken from: small, without any finding, and in French as well."""

from __future__ import annotations

from app.curriculum.domain.course_file import read_course_file
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.translations import head_hash, source_hash

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'
LESSON = "modules/01-first-steps/10-look.md"
QUIZ = "modules/01-first-steps/90-practice.quiz.md"
EXAM = "modules/02-final/10-examination.quiz.md"
BANK = "banks/pool.quiz.md"
FIGURE = "modules/01-first-steps/assets/scene.svg"

FILES: dict[str, str] = {
    "course.yml": """\
format: course-folder/1
id: small-course
title: Small course
summary: Enough of a course to be read.
languages: [en, fr]
licence: CC-BY-4.0
outcomes:
  see: See what matters
  act: Act in the right order
modules:
  - 01-first-steps: {title: First steps, minutes: 3}
  - 02-final: {title: Final, minutes: 10, after: first-steps}
""",
    "sources.yml": 'RFC: {title: "RFC 3227", year: 2002}\n',
    LESSON: """\
---
id: look
title: Look first
---

Look before you touch. See [the practice](90-practice.quiz.md).

![A room with a desk](assets/scene.svg "A room")

::: check {ref=first}
:::

::: sources
- RFC
:::
""",
    FIGURE: SVG.decode(),
    QUIZ: """\
---
id: practice
title: Practice
pass: 60%
---

## What is first? {#first for=see level=1 source=RFC}

- (x) Looking
  > Right. Looking changes nothing.
- ( ) Touching
  > No. Touching changes the scene.

> Look, then act.

## How many hands touch the device? {#hands for=act}

= 0

> None at all.
""",
    BANK: """\
---
id: pool
title: Pool
bank: true
---

## People come before devices. {#people for=act redline}

= true
  > Right. Always.
  > false: No. People come first.

## Which may you note? Choose all. {#note for=see}

- [x] The time
  > Right.
- [-50%] A guess
  > No. A guess is not a record.

> Write what you see.
""",
    EXAM: """\
---
id: final
title: Examination
kind: examination
attempts: 3
wait: 48 h
time: 10 min
pass: 80%
redlines: 1
draw:
  - {take: 1, from: pool, for: act}
  - {take: 1, from: pool, for: see}
---
""",
}
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


def example_course() -> dict[str, bytes]:
    """Return the course in its source language."""
    return {path: text.encode() for path, text in FILES.items()}


def example_translations() -> dict[str, bytes]:
    """Return the bank of every type and all translations, none of them stale."""
    files = {**example_course(), ALL_TYPES: TYPES.encode()}
    head = read_course_file(FILES["course.yml"], Findings())
    assert head
    french = {FRENCH[path]: text.format(of=source_hash(files[path])).encode() for path, text in _TEXTS.items()}
    return {ALL_TYPES: TYPES.encode(), **french, HEAD: HEAD_FRENCH.format(of=head_hash(head)).encode()}
