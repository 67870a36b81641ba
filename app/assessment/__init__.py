"""Items, banks, quizzes, attempts and marking; does not know what a course is."""
