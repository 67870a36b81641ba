"""Labels of the Traffic Light Protocol (FIRST TLP 2.0): of a course, of a module, of a file; and whom each lets in."""

from __future__ import annotations

LABELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""From the widest audience to the narrowest."""


def highest(*labels: str) -> str:
    """Return the label with the narrowest audience; without any, CLEAR."""
    return max(labels, key=LABELS.index, default=LABELS[0])


def is_for_everybody(label: str) -> bool:
    """Whether every officer may see what bears the label, and their own browser keep it."""
    return label in {"CLEAR", "GREEN"}


def needs_confirming(label: str, of_course: str) -> bool:
    """Whether being on the course is not enough, so that an agency must have confirmed who reads.

    Who is on a course was let in to what bears the label of that course. What is above it and above GREEN is for those
    alone of whom an agency has said who they are.
    """
    return not is_for_everybody(label) and LABELS.index(label) > LABELS.index(of_course)
