"""``python -m chaosdocs``."""

from chaosdocs.cli import main

if __name__ == "__main__":
    main()
