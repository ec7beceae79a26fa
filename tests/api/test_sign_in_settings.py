"""How people sign in at a site, from its settings: what contradicts itself is said at the start."""

import pytest
from pydantic import SecretStr

from api.signing_in.claims import Identity, Narrowing, narrowed, organisation_number
from api.signing_in.site import SignInMisconfigured, sign_in_of
from domain.people import Actor, Grant, Role
from settings import ClaimNames, Settings

REAL = {
    "oidc_issuer": "https://login.example",
    "oidc_client_id": "arshjul",
    "oidc_client_secret": SecretStr("hemlig"),
    "public_url": "https://arshjul.example",
}
PERSON = Actor(
    person="p-1",
    grants=(
        Grant(role=Role.CONTRIBUTOR, municipalities=("1380", "1381")),
        Grant(role=Role.COUNTY_COORDINATOR, county="13"),
        Grant(role=Role.SUPERVISOR),
    ),
)


def settings(**given: object) -> Settings:
    return Settings.model_validate(given)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"demo": True, "host": "0.0.0.0"}, "this machine alone"),  # noqa: S104
        ({"demo": True, **REAL}, "do not go together"),
        ({**REAL, "oidc_client_id": None}, "ARSHJUL_OIDC_CLIENT_ID"),
        ({**REAL, "oidc_issuer": "http://login.example"}, "ARSHJUL_OIDC_ISSUER"),
        ({**REAL, "public_url": "http://arshjul.example"}, "ARSHJUL_PUBLIC_URL"),
        ({**REAL, "public_url": None, "host": "0.0.0.0"}, "ARSHJUL_PUBLIC_URL"),  # noqa: S104
        ({**REAL, "oidc_scopes": "email"}, "openid"),
    ],
)
def test_what_contradicts_itself_is_refused(given: dict[str, object], named: str) -> None:
    with pytest.raises(SignInMisconfigured, match=named) as refused:
        sign_in_of(settings(**given))
    assert "hemlig" not in str(refused.value)


def test_a_site_with_a_provider() -> None:
    sign_in = sign_in_of(settings(**REAL, oidc_claims={"subject": "oid"}))
    assert sign_in.secure
    assert sign_in.at("/sign-in/callback") == "https://arshjul.example/sign-in/callback"
    assert sign_in.reading.names.subject == "oid"
    assert "hemlig" not in repr(sign_in)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARSHJUL_OIDC_CLAIMS", '{"organisation": "org"}')
    monkeypatch.setenv("ARSHJUL_OIDC_ORGANISATIONS", '{"212000-1223": ["1381"]}')
    monkeypatch.setenv("ARSHJUL_OIDC_ROLES", '{"samordnare": "municipal_coordinator"}')
    read = Settings()
    assert read.oidc_claims == ClaimNames(organisation="org")
    assert read.oidc_organisations == {"212000-1223": ("1381",)}
    assert read.oidc_roles == {"samordnare": Role.MUNICIPAL_COORDINATOR}


@pytest.mark.parametrize(
    ("written", "read"),
    [("212000-1223", "2120001223"), ("2120001223", "2120001223"), ("16212000-1223", "2120001223")]
    + [(wrong, "") for wrong in ("", "212000", "abcdefghij", "19212000-12234", "21200012234")],
)
def test_an_organisation_number_in_its_spellings(written: str, read: str) -> None:
    assert organisation_number(written) == read


@pytest.mark.parametrize(
    ("places", "roles", "left"),
    [
        (None, None, ["contributor", "county_coordinator", "supervisor"]),
        ({"1381"}, None, ["contributor"]),
        ({"13"}, None, ["county_coordinator"]),
        ({"*"}, None, ["supervisor"]),
        ({""}, None, []),
        (None, {Role.SUPERVISOR}, ["supervisor"]),
        ({"1381"}, {Role.SUPERVISOR}, []),
        ({"0114", "*"}, {Role.ADMINISTRATOR}, []),
    ],
)
def test_claims_only_take_away(places: set[str] | None, roles: set[Role] | None, left: list[str]) -> None:
    by = Narrowing(
        places=None if places is None else frozenset(places), roles=None if roles is None else frozenset(roles)
    )
    after = narrowed(PERSON, by)
    assert [grant.role for grant in after.grants] == left
    assert {code for grant in after.grants for code in grant.municipalities} <= {"1380", "1381"}
    assert Narrowing.model_validate_json(by.model_dump_json()) == by


def test_nobody_is_anywhere_whose_organisation_is_unknown() -> None:
    reading = sign_in_of(settings(**REAL, oidc_organisations={"": ["1381"], "x": ["1381"]})).reading
    for organisation in (None, "", "x"):
        identity = Identity(issuer="i", subject="s", organisation=organisation)
        assert reading.narrowing(identity).places == frozenset()
