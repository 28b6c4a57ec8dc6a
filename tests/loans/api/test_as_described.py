"""The API answers as its description says and refuses what that forbids: called at random by schemathesis."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from config.wsgi import application
from tests.loans.api.conftest import World

KEYS: dict[str, Callable[[World], str]] = {
    "lenders": lambda world: "SAM",
    "objects": lambda world: str(world.line.object.uid),
    "exhibitions": lambda world: "SILK",
    "loans": lambda world: "L-2026-014",
    "lines": lambda world: str(world.line.uid),
    "reports": lambda world: str(world.report.uid),
}


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Cursors are signed: none can be made up, so none is."""
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            operation["parameters"] = [each for each in operation["parameters"] if each["name"] != "cursor"]


schema = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/?format=json",
    application,
    config=SchemathesisConfig.from_dict(
        {
            # It makes them even where the pattern forbids them; tests of our own send them.
            "generation": {"allow-x00": False},
            # Rightly made requests may still ask for what the state of things or a missing fact forbids.
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "304", "403", "404", "409", "422"]}},
        }
    ),
)


@pytest.fixture(autouse=True)
def the_tests_own_connection() -> Iterator[None]:
    """A request ends with closing connections in a transaction; here that transaction is the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


quick = settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
long = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def call(case: Any, *, world: World, key: str | None = None) -> None:
    """Makes the call and checks everything schemathesis knows: status, body, headers, what must be refused."""
    if key is not None:
        case.path_parameters["key"] = key
    case.call_and_validate(headers={"Authorization": f"Bearer {world.ours.text}"})


def key_of(case: Any, *, world: World) -> str:
    """What a row that is there is known by."""
    return KEYS[case.operation.path.split("/")[3]](world)


@schema.parametrize()
@quick
def test_every_operation(case: Any, world: World) -> None:
    call(case, world=world)


@schema.include(path_regex="{key}").parametrize()
@quick
def test_what_is_there(case: Any, world: World) -> None:
    call(case, world=world, key=key_of(case, world=world))


@pytest.mark.slow
@schema.parametrize()
@long
def test_every_operation_for_long(case: Any, world: World) -> None:
    call(case, world=world)


@pytest.mark.slow
@schema.include(path_regex="{key}").parametrize()
@long
def test_what_is_there_for_long(case: Any, world: World) -> None:
    call(case, world=world, key=key_of(case, world=world))
