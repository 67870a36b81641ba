"""What accreditation does: one file per use case."""
