"""Saving one item of a list among what others save, and the name that a new one is given."""

from dataclasses import dataclass

from api.errors import NoSuchAddress
from storage import versions
from web.forms.fields import Field, lists
from web.forms.items import ID, found, items_of, name_of, next_id, texts, with_items
from web.forms.lists import LISTS
from web.forms.parsing import Json, Posted, taken
from web.forms.posted import one
from web.forms.work import Collided, Work, seen
from web.page import Page


class NothingWritten(Exception):
    """A new item in which nothing was filled in; there is nothing to save."""

    def __init__(self, now: Work) -> None:
        super().__init__("nothing was filled in")
        self.now = now


@dataclass
class Writing:
    """Saving an item: called with the newest content, it answers the content with the item in it.

    `at` is what the item is called there: where two people add one at the same time, the later gets a name of its own.
    Raises Collided and NothingWritten.
    """

    listed: str
    form: Posted
    at: str

    def __call__(self, now: Work) -> Json:
        field = field_of(now, self.listed)
        items = items_of(now.content, field)
        n = found(items, self.at) if self.at else None
        known = one(self.form, "seen")
        theirs = items[n] if n is not None else {}
        mine = taken(field.parts, self.form, theirs)
        if n is not None and mine != theirs and not known:
            n, mine = None, taken(field.parts, self.form, {})  # somebody else's, added meanwhile under the same name
        elif n is not None and mine != theirs and known != seen(theirs):
            raise Collided(now, theirs, mine)
        if n is None:
            if not mine:
                raise NothingWritten(now)
            n, mine = len(items), self._named(now, field, items, mine)
            items.append(mine)
        items[n] = mine
        self.at = name_of(mine, n)
        return with_items(now.content, field, items)

    def _named(self, now: Work, field: Field, items: list[Json], item: Json) -> Json:
        if not LISTS[field.key].prefix:
            return item
        taken_already = found(items, self.at) is not None
        given = next_id(LISTS[field.key].prefix, [*texts(now.content), self.at]) if taken_already else self.at
        return {ID: given, **item}


def field_of(now: Work, listed: str) -> Field:
    """The list that an address names. Raises NoSuchAddress."""
    field = next((each for each in lists(now.fields) if each.path[-1] == listed), None)
    if field is None:
        raise NoSuchAddress("This step has no list of that name")
    return field


async def fresh_name(page: Page, now: Work, field: Field) -> str:
    """What a new item is to be called: an id that no object of the municipality's had in this step, in any version of
    it, in last year's, or that anything this year points to; its place where items have no ids.
    """
    prefix = LISTS[field.key].prefix
    if not prefix:
        return str(len(items_of(now.content, field)) + 1)
    used = {*texts(now.content), *(text for each in now.others.values() for text in texts(dict(each)))}
    if now.last is not None:
        used |= {text for each in now.last.contents.values() for text in texts(dict(each))}
    async with page.services.sessions() as session:
        for version in await versions.versions(session, now.cycle, now.step.key):
            used |= set(texts(dict(await versions.content_of(session, version) or {})))
    return next_id(prefix, used)
