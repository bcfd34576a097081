"""Every async test runs on asyncio and on trio; what is skipped is told."""

from collections import defaultdict

import pytest

pytest.register_assert_rewrite("tests.golden")


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason why something was not checked."""
    skipped: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", ()):
        _, _, reason = report.longrepr  # file, line, reason
        skipped[reason.removeprefix("Skipped: ")].append(report.nodeid.partition("::")[0])
    for reason, files in skipped.items():
        of = ", ".join(dict.fromkeys(files))
        line = f"NOT CHECKED: {len(files)} tests of {of}: {reason}"
        terminalreporter.write_line(line, yellow=True)
