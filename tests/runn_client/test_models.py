import datetime as dt
from typing import Any

import pytest

from clientcore import DecodeError, DriftError
from clientcore.codec.codec import Codec
from clientcore.codec.naming import camel_case
from runn_client.models import (
    Actual,
    Assignment,
    CheckboxValue,
    Client,
    Contract,
    CustomFields,
    DateValue,
    Manager,
    Me,
    Note,
    Person,
    PersonSkill,
    Project,
    ProjectMember,
    Reference,
    Role,
    RosteredDays,
    SelectOption,
    SelectValue,
    Tag,
    TextValue,
    TimesheetLock,
)

STAMPS = {"createdAt": "2026-11-01T09:30:00.123Z", "updatedAt": "2026-11-02T10:00:00.000Z"}
CREATED = dt.datetime(2026, 11, 1, 9, 30, 0, 123_000, dt.UTC)
UPDATED = dt.datetime(2026, 11, 2, 10, tzinfo=dt.UTC)
REFERENCES = [{"referenceName": "Runrun.it", "externalId": "101"}]
READ_REFERENCES = (Reference(reference_name="Runrun.it", external_id="101"),)
CUSTOM_FIELDS: dict[str, list[dict[str, Any]]] = {
    "select": [{"id": 1, "name": "Level", "values": [{"name": "Senior", "id": 2}]}],
    "text": [{"id": 3, "name": "Desk", "value": "12"}],
    "checkbox": [{"id": 4, "name": "Remote", "value": True}],
    "date": [
        {"id": 5, "name": "Joined", "value": "2020-02-29"},
        {"id": 6, "name": "Left", "value": None},
    ],
}
READ_CUSTOM_FIELDS = CustomFields(
    select=(SelectValue(id=1, name="Level", values=(SelectOption(id=2, name="Senior"),)),),
    text=(TextValue(id=3, name="Desk", value="12"),),
    checkbox=(CheckboxValue(id=4, name="Remote", value=True),),
    date=(
        DateValue(id=5, name="Joined", value=dt.date(2020, 2, 29)),
        DateValue(id=6, name="Left", value=None),
    ),
)
LISTED_PERSON = {
    "id": 795204,
    "firstName": "Eric",
    "lastName": "Clapton",
    "email": None,
    "isArchived": False,
    "teamId": 7,
    "references": REFERENCES,
    "tags": [{"id": 8, "name": "band"}],
    "holidaysGroupId": None,
    "managers": [{"id": 9}],
    **STAMPS,
}
ACTUAL = {
    "id": 1,
    "date": "2026-11-23",
    "billableMinutes": 302.0,  # the documentation has it as a number
    "nonbillableMinutes": 0,
    "billableNote": "Airlock",
    "nonbillableNote": None,
    "phaseId": None,
    "personId": 2,
    "projectId": 3,
    "roleId": 4,
    "workstreamId": 5,
    **STAMPS,
}
PROJECT = {
    "id": 1849539,
    "name": "Hidden Moon Base",
    "isTemplate": False,
    "isArchived": False,
    "isConfirmed": True,
    "pricingModel": "tm",
    "rateType": "days",
    "teamId": None,
    "budget": 1500.5,
    "expensesBudget": None,
    "references": REFERENCES,
    "clientId": 450966,
    "rateCardId": 6,
    "customFields": CUSTOM_FIELDS,
    "managerIds": [9, 10],
    "tags": [],
    **STAMPS,
}

READ: list[tuple[dict[str, Any], object]] = [
    ({"name": "Timesheets"}, Me(name="Timesheets")),
    (
        ACTUAL,
        Actual(
            id=1,
            date=dt.date(2026, 11, 23),
            billable_minutes=302,
            nonbillable_minutes=0,
            billable_note="Airlock",
            nonbillable_note=None,
            phase_id=None,
            person_id=2,
            project_id=3,
            role_id=4,
            workstream_id=5,
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            "id": 1,
            "personId": 2,
            "startDate": "2026-11-23",
            "endDate": "2026-11-27",
            "projectId": 3,
            "minutesPerDay": 480,
            "roleId": 4,
            "isActive": True,
            "note": None,
            "isBillable": False,
            "phaseId": 6,
            "isNonWorkingDay": False,
            "isTemplate": False,
            "isPlaceholder": True,
            "workstreamId": None,
            **STAMPS,
        },
        Assignment(
            id=1,
            person_id=2,
            project_id=3,
            role_id=4,
            start_date=dt.date(2026, 11, 23),
            end_date=dt.date(2026, 11, 27),
            minutes_per_day=480,
            is_active=True,
            is_billable=False,
            is_non_working_day=False,
            is_template=False,
            is_placeholder=True,
            note=None,
            phase_id=6,
            workstream_id=None,
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            "id": 450966,
            "name": "Apple",
            "website": None,
            "isArchived": True,
            "references": REFERENCES,
            **STAMPS,
        },
        Client(
            id=450966,
            name="Apple",
            website=None,
            is_archived=True,
            references=READ_REFERENCES,
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            "id": 1,
            "costPerHour": 62.5,
            "employmentType": "employee",
            "minutesPerDay": 480,
            "rosteredDays": {
                "monday": 480,
                "tuesday": 480,
                "wednesday": 0,
                "thursday": 480,
                "friday": 480,
            },
            "startDate": "2020-01-01",
            "endDate": None,
            "roleId": 4,
            "personId": 2,
            "jobTitle": "Guitarist",
            **STAMPS,
        },
        Contract(
            id=1,
            person_id=2,
            role_id=4,
            start_date=dt.date(2020, 1, 1),
            end_date=None,
            cost_per_hour=62.5,
            minutes_per_day=480,
            rostered_days=RosteredDays(
                monday=480, tuesday=480, wednesday=0, thursday=480, friday=480
            ),
            employment_type="employee",
            job_title="Guitarist",
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        LISTED_PERSON,
        Person(
            id=795204,
            first_name="Eric",
            last_name="Clapton",
            email=None,
            is_archived=False,
            team_id=7,
            references=READ_REFERENCES,
            tags=(Tag(id=8, name="band"),),
            holidays_group_id=None,
            managers=(Manager(id=9),),
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            **LISTED_PERSON,
            "notes": [{"id": 1, "note": "Left-handed", "createdBy": "API"}],
            "skills": [{"id": 2, "level": 4}, {"id": 3, "level": None}],
            "customFields": CUSTOM_FIELDS,
        },
        Person(
            id=795204,
            first_name="Eric",
            last_name="Clapton",
            email=None,
            is_archived=False,
            team_id=7,
            references=READ_REFERENCES,
            tags=(Tag(id=8, name="band"),),
            holidays_group_id=None,
            managers=(Manager(id=9),),
            notes=(Note(id=1, note="Left-handed", created_by="API"),),
            skills=(PersonSkill(id=2, level=4), PersonSkill(id=3, level=None)),
            custom_fields=READ_CUSTOM_FIELDS,
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        PROJECT,
        Project(
            id=1849539,
            name="Hidden Moon Base",
            is_template=False,
            is_archived=False,
            is_confirmed=True,
            pricing_model="tm",
            rate_type="days",
            team_id=None,
            budget=1500.5,
            expenses_budget=None,
            references=READ_REFERENCES,
            client_id=450966,
            rate_card_id=6,
            custom_fields=READ_CUSTOM_FIELDS,
            manager_ids=(9, 10),
            tags=(),
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            "id": 1,
            "personId": 2,
            "projectId": 3,
            "roleId": 4,
            "isPlaceholder": False,
            "workstreamId": None,
            **STAMPS,
        },
        ProjectMember(
            id=1,
            person_id=2,
            project_id=3,
            role_id=4,
            workstream_id=None,
            is_placeholder=False,
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            "id": 0,
            "name": None,
            "isArchived": False,
            "defaultHourCost": 50,
            "standardRate": 99.9,
            "references": [],
            "personIds": [2],
            **STAMPS,
        },
        Role(
            id=0,
            name=None,
            is_archived=False,
            default_hour_cost=50,
            standard_rate=99.9,
            references=(),
            person_ids=(2,),
            created_at=CREATED,
            updated_at=UPDATED,
        ),
    ),
    (
        {
            "status": "LOCKED",
            "lockedUntil": "2026-11-02T10:00:00Z",
            "lastUpdatedBy": "Eric",
            "updatedAt": "2026-11-02T10:00:00Z",
        },
        TimesheetLock(
            status="LOCKED", locked_until=UPDATED, last_updated_by="Eric", updated_at=UPDATED
        ),
    ),
    (
        dict.fromkeys(("status", "lockedUntil", "lastUpdatedBy", "updatedAt")),
        TimesheetLock(status=None, locked_until=None, last_updated_by=None, updated_at=None),
    ),
]


@pytest.mark.parametrize(("row", "expected"), READ, ids=lambda value: type(value).__name__)
def test_a_row_is_read_whole(row: dict[str, Any], expected: object) -> None:
    read = Codec(camel_case, strict=True).decode(row, type(expected))
    assert read == expected
    assert type(getattr(read, "id", 0)) is int


@pytest.mark.parametrize(
    ("change", "field", "value", "kept"),
    [
        ({"pricingModel": "retainer"}, "pricing_model", "retainer", {}),
        ({"teamId": None}, "team_id", None, {}),
        ({"brandNew": [1]}, "id", 1849539, {"brandNew": [1]}),
    ],
)
def test_a_surprise_costs_no_row_and_is_kept(
    change: dict[str, object], field: str, value: object, kept: dict[str, object]
) -> None:
    project = Codec(camel_case).decode({**PROJECT, **change}, Project)
    assert getattr(project, field) == value
    assert project.extra == kept
    assert project.manager_ids == (9, 10)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": None}, "name", "a text, found null"),
        ({"clientId": "450966"}, "client_id", "a whole number, found str '450966'"),
        ({"clientId": 450966.5}, "client_id", "a whole number, found float 450966.5"),
        ({"isConfirmed": "false"}, "is_confirmed", "true or false, found str 'false'"),
        ({"tags": "band"}, "tags", "an array, found str 'band'"),
        (
            {"createdAt": "2026-11-01"},
            "created_at",
            "a date and time with its zone, found none '2026-11-01'",
        ),
    ],
)
def test_what_cannot_be_read_costs_that_field_only(
    change: dict[str, object], field: str, said: str
) -> None:
    project = Codec(camel_case).decode({**PROJECT, **change}, Project)
    with pytest.raises(DriftError) as caught:
        getattr(project, field)
    assert str(caught.value) == f"Project.{field}: expected {said}"
    assert project.extra == change
    assert project.manager_ids == (9, 10)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pricingModel": "retainer"}, "pricing_model: 'retainer' is none of fp, nb, tm"),
        ({"name": None}, "name: expected a text, found null"),
        ({"brandNew": 1}, "brandNew: a field that is not documented"),
        ({"references": [{"referenceName": "x"}]}, "references[0].external_id: missing"),
        (
            {"customFields": {**CUSTOM_FIELDS, "date": [{"name": "Left"}]}},
            "custom_fields.date[0].id: missing",
        ),
    ],
)
def test_strict_refuses_a_surprise_and_names_it(change: dict[str, object], said: str) -> None:
    with pytest.raises(DecodeError) as caught:
        Codec(camel_case, strict=True).decode({**PROJECT, **change}, Project)
    assert str(caught.value) == said


def test_a_reference_that_was_read_can_be_written_back() -> None:
    codec = Codec(camel_case)
    row = {"referenceName": "Runrun.it", "externalId": "101", "brandNew": 1}
    assert codec.encode(codec.decode(row, Reference)) == REFERENCES[0]


def test_sums_and_names() -> None:
    codec = Codec(camel_case)
    assert codec.decode({**ACTUAL, "nonbillableMinutes": 15}, Actual).minutes == 317
    assert codec.decode(LISTED_PERSON, Person).name == "Eric Clapton"
    assert codec.decode({**LISTED_PERSON, "lastName": ""}, Person).name == "Eric"
