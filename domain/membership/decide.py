"""The decider of people: what follows from a command, as events or as one `DomainError`."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.calendar import stockholm_date
from domain.errors import Conflict, NotFound
from domain.membership import commands as c
from domain.membership import events as e
from domain.membership.absences import end_absence, state_absence
from domain.membership.around import Around, check_open
from domain.membership.authority import MayNotManage, NotYourself, Post, manager, manager_of, post_of
from domain.membership.offers import OfferInvalid, findings, held
from domain.membership.person import Held, Person, PersonState
from domain.people import POLICY, Action, Actor, Grant


class PersonNotFound(NotFound):
    """There is nobody with that id whom you may see."""


class BoundAlready(Conflict):
    """Somebody has signed in as this person before, with another account at the provider."""


class RoleNotFound(NotFound):
    """The person has no role with that id, or not any longer."""


class LastCoordinator(Conflict):
    """Nobody else has this role there: invite a successor first, who has to sign in before this one can go."""


def decide(person: Person, command: c.Command, around: Around, now: datetime) -> list[e.Event]:
    """The events that the command leads to at `now` (UTC); none if it is so already.

    Raises a `DomainError` when a rule says no; nothing has happened then.
    """
    used(person, command, around)
    match command:
        case c.InvitePerson():
            happened = _invite(person, command, around, now)
        case c.GrantRole(offer=offer):
            check_open(person)
            happened = list(_grant(person, offer, around, now))
        case c.RevokeRole(grant=grant):
            happened = _revoke(person, _role(person, grant), around, now)
        case c.BindSubject():
            happened = _bind(person, now)
        case c.StateAbsence():
            happened = state_absence(person, command, around, now)
        case c.EndAbsence(absence=absence):
            happened = end_absence(person, absence, now)
        case c.ClosePerson(why=why):
            happened = _close(person, why, around, now)
        case c.ErasePerson():
            happened = _erase(person, around, now)
    return happened


def _in_person(around: Around, command: c.Command) -> Actor | None:
    """Who asks; nobody where time passes or somebody signs in. Raises MayNotManage."""
    if around.by is None:
        if isinstance(command, c.BindSubject) or command == c.ClosePerson(why=e.Leaving.INACTIVE):
            return None
        raise MayNotManage("Nobody asks for this")
    if not around.by.may_ask_for(Action.MANAGE_PEOPLE):
        raise MayNotManage("A service token decides about nobody's roles or account; sign in as a person")
    return around.by


def used(person: Person, command: c.Command, around: Around) -> Grant | None:
    """The grant by which the command is given; None for one that nobody gives. Raises what forbids it."""
    by = _in_person(around, command)
    if by is None:
        return None
    match command:
        case c.InvitePerson(roles=roles):
            found = [_giver(person, offer, around, by, f"/roles/{n}") for n, offer in enumerate(roles)][-1]
        case c.GrantRole(offer=offer):
            found = _giver(person, offer, around, by, "")
        case c.RevokeRole(grant=grant):
            role = _role(person, grant)
            found = role.grant() if by.person == person.id else manager(by, role.role, role.place)
        case c.StateAbsence() | c.EndAbsence() | c.ClosePerson():
            own = by.person == person.id
            found = next((g for g in by.grants if g.on_behalf is None), None) if own else manager_of(by, person)
        case c.ErasePerson():
            found = next((g for g in by.grants if not g.on_behalf and g.role in POLICY[Action.ERASE_PEOPLE]), None)
        case c.BindSubject():
            found = None
    if found is None:
        raise MayNotManage("Not every role of this person is yours to decide about; an administrator may")
    return found


def _giver(person: Person, offer: c.Offer, around: Around, by: Actor, at: str) -> Grant:
    if wrong := findings(offer, around.places, date.min, at):  # its last day is for the rule to judge
        raise OfferInvalid(f"The role cannot be given as it is: {len(wrong)} finding(s)", wrong)
    if by.person == person.id:
        raise NotYourself("Nobody gives themselves a role; ask another coordinator, or an administrator")
    grants: list[Grant] = []
    for wanted in held(offer, person, around.places, date.min):
        grant = manager(by, wanted.role, wanted.place)
        if grant is None:
            raise MayNotManage("No role of yours lets you decide who has that role there")
        grants.append(grant)
    return grants[0]


def _role(person: Person, grant: str) -> Held:
    for role in person.roles:
        if role.id == grant:
            return role
    raise RoleNotFound("The person has no role with that id, or not any longer")


def _invite(person: Person, command: c.InvitePerson, around: Around, now: datetime) -> list[e.Event]:
    happened: list[e.Event] = []
    if person.state is None:
        happened.append(e.PersonInvited(at=now))
    else:
        check_open(person)
    for number, offer in enumerate(command.roles):
        happened += _grant(e.fold(person, happened), offer, around, now, f"/roles/{number}")
    return happened


def _grant(person: Person, offer: c.Offer, around: Around, now: datetime, at: str = "") -> Iterator[e.Event]:
    """What is held there in that role already is replaced, if it is for other bodies or another time."""
    today = stockholm_date(now)
    if wrong := findings(offer, around.places, today, at):
        raise OfferInvalid(f"The role cannot be given as it is: {len(wrong)} finding(s)", wrong)
    given = 0
    for wanted in held(offer, person, around.places, today):
        same = [old for old in person.roles if (old.role, old.place) == (wanted.role, wanted.place)]
        if any((set(o.bodies), o.until) == (set(wanted.bodies), wanted.until) for o in same):
            continue
        for old in same:
            yield e.RoleRevoked(at=now, held=old)
        given += 1
        yield e.RoleGranted(at=now, held=wanted.model_copy(update={"id": f"{person.id}.{person.granted + given}"}))


def _revoke(person: Person, role: Held, around: Around, now: datetime) -> list[e.Event]:
    _check_kept(person, (role,), around)
    return [e.RoleRevoked(at=now, held=role)]


def _check_kept(person: Person, leaves: tuple[Held, ...], around: Around) -> None:
    """Whoever has signed in is only replaced by somebody who has too: an invitation may never be answered."""
    for post in filter(None, map(post_of, leaves)):
        kept = post in around.active or (person.state is PersonState.INVITED and post in around.invited)
        if not kept:
            where = f" of {post.code}" if post.code else ""
            what = post.role.value.replace("_", " ")
            raise LastCoordinator(f"Nobody else who has signed in is {what}{where}; a successor has to come first")


def _bind(person: Person, now: datetime) -> list[e.Event]:
    if person.state is PersonState.ACTIVE:
        raise BoundAlready("This person has signed in with another account; an administrator can invite them anew")
    check_open(person)
    return [e.SubjectBound(at=now)]


def _close(person: Person, why: e.Leaving, around: Around, now: datetime) -> list[e.Event]:
    if person.state in (PersonState.CLOSED, PersonState.ERASED):
        return []
    _check_kept(person, person.roles, around)
    return [e.PersonClosed(at=now, why=why)]


def _erase(person: Person, around: Around, now: datetime) -> list[e.Event]:
    if person.state is PersonState.ERASED:
        return []
    return [*_close(person, e.Leaving.LEFT, around, now), e.PersonErased(at=now)]


def coordinates(person: Person) -> frozenset[Post]:
    """The posts that a person holds."""
    return frozenset(filter(None, map(post_of, person.roles))) if person.open else frozenset()
