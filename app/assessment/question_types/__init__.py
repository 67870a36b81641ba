"""One file per question type."""
