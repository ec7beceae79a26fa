"""Visa som kommunen: on and off. What it does is in web/viewing.py."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Response

from api.access import acting, place_of, seen_municipality
from domain.people import Action
from storage.cycles import CycleNotFound
from web import flash
from web.page import Here
from web.viewing import COOKIE

router = APIRouter()

CycleId = Annotated[str, Path(pattern=r"^\d{4}-\d{4}$")]


@router.post("/visa-som/{cycle_id}", name="pages.view-as")
async def view_as(page: Here, cycle_id: CycleId, on: Annotated[str, Form(max_length=1)] = "") -> Response:
    """Look at a municipality's years as it shows them, until one stops; `on` is empty to stop."""
    town = seen_municipality(page.reader, page.services.places, cycle_id)
    if not page.may(Action.START_ROUND, place_of(town)):
        raise CycleNotFound("There is no year of that name that you may see as the municipality does")
    acting(page.reader, Action.SEE_CONTENT, place_of(town))
    response = flash.then(page.href("year", cycle=cycle_id) or "/")
    if on:
        response.set_cookie(COOKIE, town.code, httponly=True, samesite="lax")
    else:
        response.delete_cookie(COOKIE)
    return response
