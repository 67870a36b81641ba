"""Rules of questions, drawing and attempts; pure."""
