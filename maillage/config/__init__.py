"""Settings, addresses and the console script: the only place that knows every app."""
