"""The pages of curriculum: where trainers write, review and publish."""

from __future__ import annotations

from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = ()
