"""Tables of the tests alone: an app that is installed only where a test asks for it."""
