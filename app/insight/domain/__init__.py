"""Disclosure control, quarters and the flat sheet: pure rules."""
