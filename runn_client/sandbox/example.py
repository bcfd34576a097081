"""An example account: the cast of Runn's own tutorial on timesheets, and what a planner finds."""

import datetime as dt

from runn_client.sandbox.sandbox import RunnSandbox

RUNRUNIT = "Runrun.it"

PROJECTS = {"Hidden Moon Base": "101", "iCar Website": "102", "Model Z User Interface": "103"}
"""The projects, and their ids in Runrun.it."""

CAST = {
    "Eric Clapton": ("Developer", "Hidden Moon Base"),
    "Bob Dylan": ("Designer", "iCar Website"),
    "Alan Jackson": ("Project Manager", "Model Z User Interface"),
}
"""People, their role, and the project that they are on."""


def fill_example(sandbox: RunnSandbox, day: dt.date | None = None) -> None:
    """Put the three people and their projects into an empty account, and plans around a day.

    Args:
        sandbox: Whose account it is.
        day: In the middle of what is planned; today unless given.
    """
    day = day or sandbox.state.today
    monday, week = day - dt.timedelta(days=day.weekday()), dt.timedelta(days=7)
    client_id = sandbox.add_client("Apple")
    projects = {
        name: sandbox.add_project(name, client_id, references={RUNRUNIT: external_id})
        for name, external_id in PROJECTS.items()
    }
    members: list[tuple[int, int, int]] = []
    for name, (role, project) in CAST.items():
        first, last = name.split()
        role_id = sandbox.add_role(role)
        email = f"{first}.{last}@example.com".lower()
        person_id = sandbox.add_person(first, last, email=email, role_id=role_id)
        sandbox.add_member(projects[project], person_id, role_id)
        members.append((person_id, projects[project], role_id))
    for weeks, who in enumerate(members, start=1):  # one ends this week, the others later
        sandbox.add_assignment(*who, monday - week, monday + weeks * week - dt.timedelta(days=3))
    *_, developer = members[0]
    sandbox.add_project("Sony Walkman", client_id, is_archived=True, pricing_model="fp")
    maybe = sandbox.add_project("Model Y Dashboard", client_id, is_confirmed=False, budget=50_000)
    somebody = sandbox.add_person("Developer", "(placeholder)", is_placeholder=True)
    sandbox.add_member(maybe, somebody, developer)
    span = (monday + week, monday + 5 * week - dt.timedelta(days=3))
    sandbox.add_assignment(somebody, maybe, developer, *span, note="As soon as it is confirmed")
    for number in range(1, 61):  # more than fit on a page
        sandbox.add_client(f"Customer {number:02}")
