"""What the environment says of proxies and certificates, where it cannot be used."""

import os


def environment_problem(error: Exception) -> str:
    """Which variable it is, and what to do; not its value, which may hold a password.

    Args:
        error: What making an HTTP client ended in.
    """
    if isinstance(error, ImportError):
        return f"{_set('proxy')} asks for a SOCKS proxy: pip install 'httpx[socks]'"
    if isinstance(error, OSError):
        return f"{_set('ssl_cert_')} leads to no certificates: {error.strerror or error}"
    return f"{_set('proxy')} must hold an address that begins with http, https or socks5"


def _set(part: str) -> str:
    names = sorted(name for name in os.environ if part in name.lower())
    return f"the environment variable {' or '.join(names)}"
