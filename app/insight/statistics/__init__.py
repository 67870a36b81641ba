"""One statistic per file; each file offers STATISTIC."""
