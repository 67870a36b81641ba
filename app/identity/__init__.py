"""People, agencies, roles, sign-in."""
