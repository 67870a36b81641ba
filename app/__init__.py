"""Provost: a training and accreditation system for the people who police cybercrime."""

from __future__ import annotations

import sys

# A tool of the development environment brings `rich`, which the library of the logs would load into every process
# where it finds it (4 MB and a tenth of a second), as it does not in production: here, too, it is not to be found.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
