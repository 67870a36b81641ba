"""One benchmark a file: each offers a `CASE`."""
