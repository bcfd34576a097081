"""Rows as Runn's JSON has them, whole and with plausible values."""

import datetime as dt
from collections.abc import Mapping

from clientcore.sandbox import Row


def references(ids: Mapping[str, str]) -> list[Row]:
    """References by the other system's name."""
    return [{"referenceName": name, "externalId": external} for name, external in ids.items()]


def stamps(now: dt.datetime) -> Row:
    """When a row was created and changed: now."""
    text = now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"createdAt": text, "updatedAt": text}


def person(first_name: str, last_name: str, email: str | None) -> Row:
    """A person as lists have it."""
    return {
        "firstName": first_name,
        "lastName": last_name,
        "email": email,
        "isArchived": False,
        "teamId": None,
        "references": [],
        "tags": [],
        "holidaysGroupId": None,
        "managers": [],
    }


def project(name: str, client_id: int) -> Row:
    """A project, confirmed and billable."""
    return {
        "name": name,
        "isTemplate": False,
        "isArchived": False,
        "isConfirmed": True,
        "pricingModel": "tm",
        "rateType": "hours",
        "teamId": None,
        "budget": None,
        "expensesBudget": None,
        "references": [],
        "clientId": client_id,
        "rateCardId": 1,
        "customFields": {"select": [], "text": [], "checkbox": [], "date": []},
        "managerIds": [],
        "tags": [],
    }


def contract(person_id: int, role_id: int, start: dt.date) -> Row:
    """A full-time contract."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    return {
        "costPerHour": 50,
        "employmentType": "employee",
        "minutesPerDay": 480,
        "rosteredDays": dict.fromkeys(days, 480),
        "startDate": start.isoformat(),
        "endDate": None,
        "roleId": role_id,
        "personId": person_id,
        "jobTitle": None,
    }


def assignment(person_id: int, project_id: int, role_id: int, start: str, end: str) -> Row:
    """An assignment of full days."""
    return {
        "personId": person_id,
        "startDate": start,
        "endDate": end,
        "projectId": project_id,
        "minutesPerDay": 480,
        "roleId": role_id,
        "isActive": True,
        "note": None,
        "isBillable": True,
        "phaseId": None,
        "isNonWorkingDay": False,
        "isTemplate": False,
        "isPlaceholder": False,
        "workstreamId": None,
    }
