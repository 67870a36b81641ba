"""What identity writes, one function per use case."""
