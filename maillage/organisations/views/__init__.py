"""The screens of structures, one file a noun."""
