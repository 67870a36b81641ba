"""Values and rules of exchange; pure."""
