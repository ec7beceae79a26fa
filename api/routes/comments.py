"""Comments on a year's steps: to read, to write, to answer, to take back, and up to where one has read."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy.ext.asyncio import AsyncSession

from api.comment_models import Comments, CommentView, NewAnswer, NewComment, NewSupplement, ReadUpto, Unread
from api.commenting import Reader, ReaderHere, WriterHere, view
from api.dependencies import PageAsked, next_cursor, numbers
from api.models import Nothing
from domain import commenting
from domain.commands import StepKey
from domain.comments import ALLOWED_BY, Entry, Remark
from domain.people import Action
from storage import comment_marks, comments, cycles

router = APIRouter(prefix="/v1/cycles/{cycle_id}", tags=["comments"])
Number = Annotated[int, Path(ge=1, le=2**62)]
CREATED: dict[str, Any] = {"status_code": 201}
NOTHING = Nothing()


@router.get("/comments")
async def see_comments(
    who: ReaderHere,
    page: PageAsked,
    step: Annotated[StepKey | None, Query()] = None,
    after: Annotated[int, Query(ge=0, le=2**62, description="Only comments after that number")] = 0,
) -> Comments:
    """What was written for you, the earliest first, and how much of it you have not read."""
    after = max(after, numbers(page))
    async with who.services.sessions() as session:
        if step is None:
            await cycles.check_begun(session, who.year.cycle_id)
        else:
            await cycles.step_row(session, who.year.cycle_id, step)
        found = await comments.comments(session, who.year, step, after=after, limit=page.limit + 1)
        upto = await comment_marks.mark(session, who.actor.person, who.year.cycle_id)
        unread = await _unread(session, who, upto)
    shown = found[: page.limit]
    items = tuple(
        view(each).model_copy(update={"unread": comment_marks.is_unread(each, who.actor.person, upto)})
        for each in shown
    )
    following = next_cursor(str(shown[-1].row.number)) if len(found) > page.limit else None
    return Comments(items=items, unread=unread, next=following)


@router.put("/comments/read")
async def read_comments(body: ReadUpto, who: ReaderHere) -> Unread:
    """Say up to which number you have read. The mark never goes back, nor past what there is."""
    now = who.services.clock()
    async with who.services.sessions.begin() as session:
        await cycles.check_begun(session, who.year.cycle_id)
        upto = await comment_marks.mark_read(session, who.year, who.actor.person, body.upto, now)
        return await _unread(session, who, upto)


@router.get("/comments/{number}")
async def see_comment(number: Number, who: ReaderHere) -> CommentView:
    """One comment as it stands."""
    async with who.services.sessions() as session:
        return view(await who.comment(session, number))


@router.post("/comments", **CREATED)
async def comment(body: NewComment, at: WriterHere) -> CommentView:
    """Comment on a step: within the municipality, or shared with its county on what is handed in or done."""
    remark = Remark(text=body.text, object=body.object, answered=body.answered)

    async def rule(session: AsyncSession) -> Entry:
        return commenting.comment(await at.who.about(session, body.step), body.audience, remark)

    return await at.write(at.who.acting(ALLOWED_BY[body.audience]), body, rule)


@router.post("/supplements", **CREATED)
async def request_supplement(body: NewSupplement, at: WriterHere) -> CommentView:
    """The county asks the municipality to complete what it has handed in. No status changes."""
    remark = Remark(text=body.text, object=body.object, answered=body.answered)

    async def rule(session: AsyncSession) -> Entry:
        return commenting.supplement(await at.who.about(session, body.step), remark)

    return await at.write(at.who.acting(Action.REQUEST_SUPPLEMENT), body, rule)


@router.post("/comments/{number}/answers", **CREATED)
async def answer(number: Number, body: NewAnswer, at: WriterHere) -> CommentView:
    """Answer a comment, for those it was written for."""

    remark = Remark(text=body.text, answered=body.answered)
    by = await at.who.answering(number)

    async def rule(session: AsyncSession) -> Entry:
        to = (await at.who.comment(session, number)).written
        return commenting.answer(to, await at.who.about(session, to.entry.step), by, remark)

    return await at.write(by, body, rule)


@router.post("/comments/{number}/withdrawal")
async def withdraw(number: Number, at: WriterHere, body: Nothing = NOTHING) -> CommentView:
    """Take back what you wrote. That it stood there stays to be seen, and its text no longer."""

    async def rule(session: AsyncSession) -> Entry:
        return commenting.withdrawal((await at.who.comment(session, number)).written, at.who.actor.person)

    return await at.write(at.who.acting(Action.COMMENT), body, rule)


@router.post("/comments/{number}/settlement")
async def settle(number: Number, at: WriterHere, body: Nothing = NOTHING) -> CommentView:
    """Mark a request for supplement as settled, where there is nothing to answer."""

    async def rule(session: AsyncSession) -> Entry:
        return commenting.settlement((await at.who.comment(session, number)).written)

    return await at.write(at.who.acting(Action.SETTLE_SUPPLEMENT), body, rule)


async def _unread(session: AsyncSession, who: Reader, upto: int) -> Unread:
    steps = await comment_marks.unread(session, who.year, who.actor.person, upto)
    return Unread(upto=upto, total=sum(steps.values()), steps=steps)
