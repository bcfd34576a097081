"""`python -m bridge WORKFLOW [--apply]`."""

import sys


def main() -> None:
    """Run the command line, or say what it needs."""
    try:
        from bridge.commands import app
    except ImportError as error:
        sys.exit(f"{error}: the command line needs an extra: pip install 'runn-runrunit-sdk[cli]'")
    sys.exit(app())


if __name__ == "__main__":
    main()
