#!/usr/bin/env python
"""Django's own commands, for those who expect them here; `maillage` offers the same and more."""

from maillage.config.cli import main

if __name__ == "__main__":
    main()
