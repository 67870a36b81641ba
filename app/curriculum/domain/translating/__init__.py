"""The translation desk: a text and its translation cut into parts that stand side by side, and written back."""
