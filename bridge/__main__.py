"""`python -m bridge WORKFLOW [--apply]`."""

import sys

try:
    from bridge.commands import app
except ImportError as error:
    sys.exit(f"{error}: the command line needs an extra: pip install 'runn-runrunit-sdk[cli]'")

if __name__ == "__main__":
    sys.exit(app())
