"""The rules of the chain, pure."""
