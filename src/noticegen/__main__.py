"""``python -m noticegen`` is the same as ``noticegen``."""

from noticegen.cli import main

if __name__ == "__main__":
    main()
