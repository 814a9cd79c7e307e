"""`python -m maillage.kernels.nomenclature`."""

import sys

from maillage.kernels.nomenclature.cli import main

sys.exit(main())
