"""Courses, versions, lessons; reads courses/."""
