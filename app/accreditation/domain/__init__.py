"""Rules of requirements, decisions and numbers; pure."""
