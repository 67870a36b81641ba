"""The access line: one JSON object a request, without address parameters, names or network addresses."""

from __future__ import annotations

import json
import os
import time
from functools import lru_cache

from flask import Flask, request
from werkzeug.wrappers import Response

from app.web.visit import this_visit

_LINE = '{"at": "%s", "request": "%s", "method": %s, "route": %s, "status": %d, "ms": %.1f, "role": %s}\n'
_as_json = lru_cache(maxsize=500)(json.JSONEncoder(ensure_ascii=False).encode)


class AccessLog:
    """Writes lines to a descriptor by one `write` each, so that lines of two processes never mix."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def install(self, app: Flask) -> None:
        """Log each answer of `app`; does nothing where no descriptor is given."""
        if self._descriptor is not None:
            app.after_request(self._line)

    def _line(self, response: Response) -> Response:
        visit, rule = this_visit(), request.url_rule
        line = _LINE % (
            visit.now.isoformat(timespec="milliseconds"),
            visit.request_id,
            _as_json(request.method),
            _as_json(rule.rule if rule else ""),
            response.status_code,
            (time.perf_counter() - visit.started) * 1000,
            _as_json(visit.person.role if visit.person else ""),
        )
        if self._descriptor is not None:
            os.write(self._descriptor, line.encode())
        return response
