"""Printing: a design and plain values become a PDF. The only part that loads WeasyPrint, and only in the worker."""
