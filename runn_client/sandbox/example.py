"""An example account: the cast of Runn's own tutorial on timesheets."""

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


def fill_example(sandbox: RunnSandbox) -> None:
    """Put three projects and the three people who work on them into an empty account."""
    client_id = sandbox.add_client("Apple")
    projects = {
        name: sandbox.add_project(name, client_id, references={RUNRUNIT: external_id})
        for name, external_id in PROJECTS.items()
    }
    for name, (role, project) in CAST.items():
        first, last = name.split()
        role_id = sandbox.add_role(role)
        person_id = sandbox.add_person(
            first, last, email=f"{first}.{last}@example.com".lower(), role_id=role_id
        )
        sandbox.add_member(projects[project], person_id, role_id)
