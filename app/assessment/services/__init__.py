"""What may be done to items, quizzes and attempts: one file per use case."""
