"""Schemes, decisions, credentials, register and verification."""
