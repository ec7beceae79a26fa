"""Every route of the application x everybody x own and foreign places, held against the policy's own table."""

import pytest
from fastapi import FastAPI

from tests.api.matrix.asking import Matrix, routes_of
from tests.api.matrix.table import TABLE

pytestmark = pytest.mark.timeout(300)  # thousands of requests, on a machine that may be busy
ROWS = {row.route for row in TABLE}


def test_every_route_has_a_row(app: FastAPI) -> None:
    missing = sorted(routes_of(app) - ROWS)
    assert not missing, (
        f"No row of tests/api/matrix/ says who may ask {', '.join(missing)}: add one to api_rows.py, people_rows.py or "
        "page_rows.py, with the actions that the route asks for in their order and the smallest request that is valid"
    )


def test_every_row_is_a_route(app: FastAPI) -> None:
    left = sorted(ROWS - routes_of(app))
    assert not left, (
        f"Rows of tests/api/matrix/ are for no route: {', '.join(left)}. Take them out, or mend the address"
    )


def test_every_answer_is_what_the_policy_says(matrix: Matrix) -> None:
    wrong = "\n".join(map(str, matrix.mismatches))
    assert not matrix.mismatches, f"{matrix}:\n{wrong}"


def test_every_row_lets_somebody_through(matrix: Matrix) -> None:
    """Else a route that refuses everybody, or that is never reached, would look well guarded."""
    passed = {id(cell.row) for cell in matrix.cells if cell.allowed}
    stuck = [row.route for row in TABLE if id(row) not in passed]
    assert not stuck, f"Nobody gets through to {', '.join(stuck)}: mend the request that its row makes"
