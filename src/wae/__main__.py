"""`python -m wae`: the same as the `wae` command."""

from wae.cli import main

main()
