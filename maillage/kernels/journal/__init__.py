"""A tamper-evident journal: one chain of hashes over commitments, that anyone verifies off line."""
