"""Logs of web, jobs and commands: one JSON object a line on standard error, without local values or personal data."""

from __future__ import annotations

import sys

import structlog


def _short_traceback(_logger: object, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep type and places of an exception; its text and local values may hold what names a person."""
    error = line.pop("exc_info", None)
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        frames = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(
                f"{code.co_filename.rsplit('/', 2)[-2]}/{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
            )
            trace = trace.tb_next
        line["at_code"] = frames[-8:]
    return line


def configure_logs() -> None:
    """Set how the process logs; called once by the factory."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", key="at"),
            structlog.processors.add_log_level,
            _short_traceback,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
