"""The verbs of structures, one file a noun."""
