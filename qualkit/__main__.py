"""`python -m qualkit` is the command `qualkit`."""

from qualkit.cli import main

if __name__ == "__main__":
    main()
