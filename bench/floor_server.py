"""Serves the floor as `./provost serve` serves the house: the same server, set up the same way."""

from __future__ import annotations

import os

from app.cli.serving import serve_application

if __name__ == "__main__":
    serve_application("bench.floor:app", os.environ["PROVOST_BIND"])
