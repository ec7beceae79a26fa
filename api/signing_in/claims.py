"""What a provider says about a person, and what that leaves of their roles. Pure.

Roles come from an invitation here and from nowhere else. A site may in addition demand that the provider names the
person's organisation, or roles, and what the provider does not name is left out of that session: claims take away and
never give.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from domain.people import EVERYWHERE, Actor, Grant, Role
from settings import ClaimNames

ANYWHERE = "*"


class Identity(BaseModel):
    """Who signed in at the provider. `email` is empty where it is not verified and the site demands that it is."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    subject: str
    email: str | None = None
    organisation: str | None = None
    roles: tuple[str, ...] = ()


class Narrowing(BaseModel):
    """What of a person's roles a session may use: in these places (codes, or * for the country), as these roles.

    None where the site demands nothing.
    """

    model_config = ConfigDict(frozen=True)

    places: frozenset[str] | None = None
    roles: frozenset[Role] | None = None


@dataclass(frozen=True)
class Reading:
    """How a site reads claims: their names, and what organisations and roles at the provider stand for here."""

    names: ClaimNames = field(default_factory=ClaimNames)
    verified_email: bool = True
    organisations: Mapping[str, Collection[str]] | None = None
    roles: Mapping[str, Role] | None = None

    def identity(self, issuer: str, claims: Mapping[str, object]) -> Identity | None:
        """None if the claims name no subject."""
        subject = claims.get(self.names.subject)
        if not isinstance(subject, str) or not subject:
            return None
        email = claims.get(self.names.email)
        verified = not self.verified_email or claims.get(self.names.email_verified) in (True, "true", 1, "1")
        organisation = claims.get(self.names.organisation) if self.names.organisation else None
        return Identity(
            issuer=issuer,
            subject=subject,
            email=email.strip() if isinstance(email, str) and verified and email.strip() else None,
            organisation=organisation if isinstance(organisation, str) else None,
            roles=_words(claims.get(self.names.roles) if self.names.roles else None),
        )

    def narrowing(self, identity: Identity) -> Narrowing:
        places = None if self.organisations is None else self._places(identity.organisation)
        known = None if self.roles is None else {self.roles[word] for word in identity.roles if word in self.roles}
        return Narrowing(places=places, roles=None if known is None else frozenset(known))

    def _places(self, organisation: str | None) -> frozenset[str]:
        number = organisation_number(organisation or "")
        return frozenset(
            code
            for written, codes in (self.organisations or {}).items()
            if number and organisation_number(written) == number
            for code in codes
        )


def organisation_number(written: str) -> str:
    """Ten digits, without the hyphen and the century (16) that some put in; empty for what is none."""
    digits = written.replace("-", "").replace(" ", "")
    digits = digits[2:] if len(digits) == 12 and digits.startswith("16") else digits
    return digits if len(digits) == 10 and digits.isdecimal() else ""


def narrowed(actor: Actor, by: Narrowing) -> Actor:
    """The actor with what is left of their roles, which may be none."""
    left = (_left(grant, by) for grant in actor.grants)
    return actor.model_copy(update={"grants": tuple(grant for grant in left if grant is not None)})


def _left(grant: Grant, by: Narrowing) -> Grant | None:
    if by.roles is not None and grant.role not in by.roles:
        return None
    if by.places is None:
        return grant
    if grant.role in EVERYWHERE:
        return grant if ANYWHERE in by.places else None
    if grant.role is Role.COUNTY_COORDINATOR:
        return grant if grant.county in by.places else None
    municipalities = tuple(code for code in grant.municipalities if code in by.places)
    return grant.model_copy(update={"municipalities": municipalities}) if municipalities else None


def _words(claim: object) -> tuple[str, ...]:
    if isinstance(claim, str):
        return (claim,)
    if not isinstance(claim, list):
        return ()
    return tuple(str(word) for word in claim)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
