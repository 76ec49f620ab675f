"""``python -m negpos``."""

from negpos.cli import main

main()
