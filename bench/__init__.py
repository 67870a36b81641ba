"""The benchmarks: what a page, a save, an attempt, a certificate and a start cost, beside the least of this stack."""
