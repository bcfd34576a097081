"""An example account: the cast of Runn's own tutorial on timesheets."""

import datetime as dt

from runrunit_client.sandbox.sandbox import RunrunitSandbox

PROJECTS = {"Hidden Moon Base": 101, "iCar Website": 102, "Model Z User Interface": 103}
"""The projects and their ids."""

WORK = (
    ("Eric Clapton", "Hidden Moon Base", (("Airlock", 9_000), ("Greenhouse", 9_120))),
    ("Bob Dylan", "iCar Website", (("Landing page", 7_680),)),
    ("Alan Jackson", "Model Z User Interface", (("Wireframes", 16_860),)),
)
"""Who worked on which project: the tasks and their seconds, 302, 128 and 281 minutes in all."""


def fill_example(sandbox: RunrunitSandbox, day: dt.date) -> None:
    """Put three people, their projects and one day of their work into an empty account.

    Beside them are what a planner finds: closed tasks on a project of its own, and more clients
    than fit on a page.
    """
    client_id = sandbox.add_client("Apple")
    for name, project_id in PROJECTS.items():
        sandbox.add_project(name, client_id, project_id=project_id)
    for name, project, tasks in WORK:
        user_id = sandbox.add_user(name, f"{name.replace(' ', '.')}@example.com".lower())
        for title, seconds in tasks:
            task_id = sandbox.add_task(title, PROJECTS[project])
            sandbox.add_time(task_id, user_id, day, seconds)
    walkman = sandbox.add_project("Sony Walkman", client_id, project_id=104)
    for weeks, title in enumerate(("Headphones", "Belt clip"), start=1):
        closed = sandbox.state.moment(day - dt.timedelta(weeks=weeks))
        sandbox.add_task(title, walkman, is_closed=True, close_date=closed, state="closed")
    for number in range(1, 101):  # more than fit on a page
        sandbox.add_client(f"Customer {number:03}")
