"""The tables of the shared mechanisms, each defined beside its functions."""
