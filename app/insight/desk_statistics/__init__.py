"""One file a statistic of the desk; each offers `STATISTIC`."""
