"""What curriculum holds about a person, for their own copy: what they wrote, reviewed and reported (O34)."""

from __future__ import annotations

from app.curriculum.models import (
    BroughtFile,
    Course,
    CourseOwner,
    CourseVersion,
    ReaderReport,
    ReviewComment,
    SourceRevision,
)
from app.foundation.own_records import own_records
from app.foundation.words import N_

_COURSE = "the text of a course is not about you; trainers have it as a folder"
_VERSION = {"outline": _COURSE, "source_hash": _COURSE}
OWN_RECORDS = (
    own_records(
        "courses-owned",
        N_("Courses you may edit"),
        Course,
        CourseOwner.person_id,
        through=(CourseOwner,),
    ),
    own_records(
        "versions-written",
        N_("Course versions you wrote"),
        CourseVersion,
        CourseVersion.author_id,
        left_out=_VERSION,
    ),
    own_records(
        "versions-reviewed",
        N_("Course versions you reviewed"),
        CourseVersion,
        CourseVersion.reviewer_id,
        left_out=_VERSION,
    ),
    own_records(
        "texts-saved",
        N_("Which files of courses you saved, and when"),
        SourceRevision,
        SourceRevision.person_id,
        left_out={"content": _COURSE},
    ),
    own_records("review-comments", N_("What you wrote in reviews"), ReviewComment, ReviewComment.person_id),
    own_records("reports", N_("What you reported, and the answers"), ReaderReport, ReaderReport.person_id),
    own_records(
        "files-brought",
        N_("Files you sent that are not yet part of a course; they are kept for a day"),
        BroughtFile,
        BroughtFile.person_id,
        left_out={"content": "you sent it, and it is forgotten after a day"},
    ),
)
