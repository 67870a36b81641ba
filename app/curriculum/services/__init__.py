"""What may be done to a course: one file per use case."""
