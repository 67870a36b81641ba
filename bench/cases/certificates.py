"""Certificates as the worker makes them: printed, signed, examined as a stranger would, sealed and stored.

The goal of ten in a second on one core is a hundred milliseconds of its time for each. The two rows of the register are
left out: one transaction notes them, together with the end of the job.
"""

from __future__ import annotations

import json

from app.accreditation.services.rendering import MadeCertificate, check_proofs, self_check
from app.foundation.storage import Storage
from bench.case import Figure, Goal, LoneCase
from bench.cases.certificate import figure, press_of
from bench.effort import Effort
from bench.house import House

_IN_A_SECOND = 10


def measure(house: House, effort: Effort) -> Figure:
    """Measure one certificate from its statement to its stored files."""
    press = press_of(house)
    storage: Storage = house.works.parts["storage"]
    number, key = json.loads(press.text)["number"], press.keys.pdf

    def make() -> None:
        proofs = press.proofs()
        made = MadeCertificate(press.signed(proofs), key.key_id, {})
        self_check(made, number, key.root_pem)
        check_proofs(proofs, number, press.keys)
        storage.put_once(proofs.storage_key, proofs.badge_bytes)
        storage.put_once(made.storage_key, made.pdf)

    return figure(CASE, house, effort, press.plain, make)


CASE = LoneCase(
    "certificates", f"certificate made, checked, stored: {_IN_A_SECOND} a second on a core",
    (Goal("value", 1000 / _IN_A_SECOND),), measure,
)  # fmt: skip
