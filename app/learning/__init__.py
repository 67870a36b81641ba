"""Enrolment, progress and the officer's pages."""
