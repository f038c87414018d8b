"""`python -m tests.adversary`: try the program on many built sheets, or show one of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from adversary.run import main

main(sys.argv[1:])
