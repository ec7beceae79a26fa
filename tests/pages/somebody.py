"""People for the pages to show: invited through the API, and bound to an account as their first sign-in does."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from api.signing_in.claims import Narrowing
from storage import people
from storage.database import Sessions
from storage.sessions import SessionRow, hashed, open_session
from tests.conftest import Browser
from tests.town import Json


async def invited(
    browser: Browser, by: str, role: str, town: str, name: str = "Kim Åberg", *, bodies: Sequence[str] = ()
) -> Json:
    who = {"name": name, "email": f"{uuid.uuid4().hex}@kommun.example"}
    given = {"role": role, "municipalities": [town], "bodies": [*bodies]}
    async with browser(by) as me:
        answer = await me.post("/v1/people", json={**who, "roles": [given]})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def signed_in(sessions: Sessions, person: Json) -> None:
    async with sessions.begin() as session:
        account = uuid.uuid4().hex
        await people.bind(session, "https://id.example", account, str(person["email"]), datetime.now(UTC))


async def session_of(sessions: Sessions, person: Json) -> str:
    """What the cookie of a session of theirs holds."""
    secret, now = uuid.uuid4().hex, datetime.now(UTC)
    row = SessionRow(
        id_hash=hashed(secret),
        person_id=person["id"],
        demo=False,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=1),
        narrowing=Narrowing().model_dump_json(),
    )
    async with sessions.begin() as session:
        await open_session(session, row)
    return secret
