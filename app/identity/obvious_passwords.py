"""Words that a guesser tries first: own short list, for the check of new passwords."""

from __future__ import annotations

_TEXT = """
    provost password passwort passord motdepasse contrasena clave secret geheim admin administrator root user guest
    login signin welcome bienvenue bienvenido willkommen hello marhaba letmein changeme default temporary temp test
    testing demo sample example police policia polizei polis cop officer sergeant inspector constable captain
    lieutenant commissioner detective superintendent headquarters station agency ministry interior academy training
    trainer course learner exam examination certificate accreditation cyber cybercrime crime security secure computer
    internet laptop office windows android iphone samsung google facebook whatsapp microsoft qwertyuiop qwerty azerty
    qwertz asdfgh asdf zxcvbn zxcvbnm qazwsx abc abcdef abcd iloveyou love monkey dragon football soccer baseball
    master shadow sunshine princess freedom justice liberty peace country nation summer winter spring autumn
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday the and for our your this that
"""
OBVIOUS_WORDS = frozenset(_TEXT.split())
