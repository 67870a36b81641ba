"""Rules of learning that know no framework."""
