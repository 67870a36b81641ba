"""What an officer does in a course: one file per use case."""
