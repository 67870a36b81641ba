"""Statistics for partners, with disclosure control."""
