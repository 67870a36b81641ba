"""The course folder format; pure."""
