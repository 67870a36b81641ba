"""The canonical writer: one way to write each thing, so that the files of two authors differ by their words only."""
