"""What the sandboxes' command line takes, and what it tells."""

import datetime as dt
import json
import re
import shlex
import signal
import socket
import subprocess
import sys
from email.utils import parsedate_to_datetime

import pytest

from clientcore import SystemClock
from clientcore.sandbox.command_line import Access, run
from runn_client.sandbox import RunnSandbox
from tests.served import ROOT, Server, served

PACKAGES = ("runn_client", "runrunit_client")


def sandbox(*arguments: str, package: str = "runn_client") -> "subprocess.CompletedProcess[str]":
    """Run a command line that ends by itself."""
    command = [sys.executable, "-m", f"{package}.sandbox", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_the_help_names_the_program_as_it_was_started(package: str) -> None:
    ended = sandbox("--help", package=package)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"usage: python -m {package}.sandbox [-h]")
    assert "__main__" not in ended.stdout


def faults(server: Server) -> str:
    return f"{server.address.removesuffix('/api/v1.0')}/sandbox/faults"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_fault_in_the_help_can_be_sent_as_it_stands(package: str) -> None:
    [example] = re.findall(r"  (curl (?:.*\\\n)*.*)\n", sandbox("--help", package=package).stdout)
    curl, address, *data = shlex.split(example.replace("\\\n", ""))
    assert (curl, data[0]) == ("curl", "-d")
    fault = json.loads(data[1])
    operation = fault["operation"].partition(".")[0]
    with served(package) as server:
        assert address.replace("PORT", str(server.port)) == faults(server)
        assert server.post("/sandbox/faults", fault) == (204, b"")
        statuses = [server.ask("GET", f"/{operation}")[0] for _ in range(2)]
    assert statuses == [429, 200]


PERIOD = "is not a number of seconds above 0, 86400 at most"
PORT = "is not a number from 0 to 65535"
DAY = "is not a day such as 2026-11-23, from 1970-01-01 to 2999-12-31"


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("--period=0", f"argument --period: 0 {PERIOD}"),
        ("--period=-1", f"argument --period: -1 {PERIOD}"),
        ("--period=nan", f"argument --period: nan {PERIOD}"),
        ("--period=1e300", f"argument --period: 1e300 {PERIOD}"),
        ("--period=long", f"argument --period: long {PERIOD}"),
        ("--port=99999", f"argument --port: 99999 {PORT}"),
        ("--port=-1", f"argument --port: -1 {PORT}"),
        ("--port=\u0661", f"argument --port: \u0661 {PORT}"),
        (f"--port={'9' * 5_000}", f"argument --port: {'9' * 5_000} {PORT}"),
        ("--day=20.11.2026", f"argument --day: 20.11.2026 {DAY}"),
        ("--day=2026-11-31", f"argument --day: 2026-11-31 {DAY}"),
        ("--day=0001-01-01", f"argument --day: 0001-01-01 {DAY}"),
        ("--day=9999-12-31", f"argument --day: 9999-12-31 {DAY}"),
        ("--prot=1", "unrecognized arguments: --prot=1"),
        ("80", "unrecognized arguments: 80"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_in_one_line(argument: str, said: str) -> None:
    ended = sandbox(argument)
    assert (ended.returncode, ended.stdout) == (2, "")
    usage, _, last = ended.stderr.rpartition("python -m runn_client.sandbox: ")
    assert usage.startswith("usage: ")
    assert last == f"error: {said}\n"


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("day", ["1970-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_can_be(package: str, day: str) -> None:
    with served(package, "--day", day) as server:
        assert server.ask("GET", "/clients")[0] == 200


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = sandbox("--port", port)
    assert ended.returncode == 2
    assert ended.stderr.endswith(f"error: port {port} cannot be had: Address already in use\n")


def test_the_period_is_the_limit_s_window() -> None:
    with served("runn_client", "--period", "7") as server:
        assert server.ask("GET", "/me/")[1].headers["x-ratelimit-reset"] == "7"


def ended_by_ctrl_c(server: Server) -> tuple[int, str, str]:
    """The exit code, and what it said at the end."""
    server.process.send_signal(signal.SIGINT)
    out, err = server.process.communicate(timeout=10)
    return server.process.returncode, out, err


@pytest.mark.parametrize("package", PACKAGES)
def test_ctrl_c_ends_it_in_silence(package: str) -> None:
    with served(package) as server:
        assert ended_by_ctrl_c(server) == (0, "", "")  # right after its greeting
    with served(package) as server:
        assert server.ask("GET", "/clients")[0] == 200
        assert ended_by_ctrl_c(server) == (0, "", "")


def test_ctrl_c_does_not_wait_for_a_request_that_stalls() -> None:
    stall = {"fault": "Stall", "seconds": 600, "operation": "me.get"}
    with served("runn_client") as server:
        assert server.post("/sandbox/faults", stall) == (204, b"")
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as stalled:
            stalled.sendall(b"GET /me/ HTTP/1.1\r\nHost: sandbox\r\n\r\n")
            assert server.ask("GET", "/clients")[0] == 200  # it is served, the other one waits
            assert ended_by_ctrl_c(server) == (0, "", "")


def test_ctrl_c_before_the_greeting_ends_it_in_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: RunnSandbox, day: dt.date) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["sandbox"])
    run(RunnSandbox, interrupted, lambda address: Access({}, address, {}))
    assert capsys.readouterr() == ("", "")


def test_the_banner_as_a_whole_is_a_script_for_a_shell() -> None:
    with served("runn_client") as server:
        script = "".join(server.said[:-1]) + 'echo "$RUNN_BASE_URL $RUNN_API_TOKEN"'
        ended = subprocess.run(
            ["/bin/sh", "-euc", script], capture_output=True, text=True, check=True
        )
        assert ended.stdout == f"{server.address} TEST_sandbox\n"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_curl_that_it_offers_works(package: str) -> None:
    with served(package) as server:
        address, *headers = server.curl
        assert address.startswith(server.address)
        path = address.removeprefix(server.address)
        assert server.ask("GET", path, dict(header.split(": ") for header in headers))[0] == 200


def test_it_can_be_another_day() -> None:
    day = dt.date(2024, 2, 29)
    with (
        served("runn_client", "--day", str(day)) as runn,
        served("runrunit_client", "--day", str(day)) as runrunit,
    ):
        for server in (runn, runrunit):
            _, answer, _ = server.ask("GET", "/nothing")
            told = parsedate_to_datetime(answer.headers["date"])
            assert told - dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC) < dt.timedelta(minutes=5)
        _, _, content = runrunit.ask("GET", "/reports/time_worked?group_by=date")
        assert [row["date"] for row in json.loads(content)["result"]] == [str(day)]
        actual = {"personId": 100_006, "projectId": 100_002, "roleId": 100_005}
        actual |= {"billableMinutes": 60, "nonbillableMinutes": 0}
        written = [
            runn.ask("POST", "/actuals/", body={**actual, "date": date})[0]
            for date in (str(day), "2024-03-02")
        ]
        assert written == [201, 400]  # the second is in the future


def test_a_clock_that_is_ahead_goes_on() -> None:
    clock, ahead = SystemClock(), SystemClock(dt.timedelta(days=-365))
    before = ahead.now()
    assert clock.now() - before > dt.timedelta(days=364)
    assert ahead.now() >= before
