"""Provost: a training and accreditation system for the people who police cybercrime."""
