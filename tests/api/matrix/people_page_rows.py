"""The table's rows of the pages about people."""

from domain.membership.authority import manager
from domain.people import Action, Role
from tests.api.matrix.page_rows import form, page
from tests.api.matrix.people_rows import BY_A_PERSON, SHARES_A_PLACE, decides
from tests.api.matrix.rows import Fill, Gate, may

PERSON = "/personer/{person}"
MANAGES = Gate(lambda asker, _: asker.may_anywhere(Action.MANAGE_PEOPLE), "404 NoSuchAddress")

SEES_PEOPLE = Gate(lambda asker, _: asker.may_anywhere(Action.SEE_PEOPLE), "404 NoSuchAddress")
HANDS_OVER = may(Action.HAND_OVER, "404 NoSuchAddress")
DECIDES = decides(Role.MUNICIPAL_COORDINATOR)
CLOSES = Gate(
    lambda asker, spot: (
        asker.actor is not None and manager(asker.actor, Role.MUNICIPAL_COORDINATOR, spot.place) is not None
    ),
    "404 NoSuchAddress",
)
# The only coordinator of the municipality: whoever may decide is told that a successor has to come first.
ONLY: Fill = {"person": lambda _, spot: spot.there["only"], "grant": lambda _, spot: spot.there["only's role"]}
TODAY: Fill = {"first": lambda _, spot: spot.there["today"], "last": lambda _, spot: spot.there["today"]}

PEOPLE = (
    page("/personer", SEES_PEOPLE),
    page("/personer/ny", MANAGES),
    form("/personer/ny", MANAGES),
    page(PERSON, SHARES_A_PLACE, fill=ONLY),
    page(PERSON + "/roll", SHARES_A_PLACE, MANAGES, fill=ONLY),
    form(PERSON + "/roll", SHARES_A_PLACE, MANAGES, fill=ONLY),
    form(PERSON + "/roller/{grant}/bort", SHARES_A_PLACE, BY_A_PERSON, DECIDES, fill=ONLY),
    form(PERSON + "/franvaro", SHARES_A_PLACE, BY_A_PERSON, DECIDES, fill=ONLY, fields=TODAY),
    # Whoever may end it is told that there is no such absence; the others are refused before that.
    form(PERSON + "/franvaro/{absence}/slut", SHARES_A_PLACE, BY_A_PERSON, DECIDES, fill=ONLY, answers=("404",)),
    page(PERSON + "/avsluta", SHARES_A_PLACE, CLOSES, fill=ONLY),
    form(PERSON + "/avsluta", SHARES_A_PLACE, BY_A_PERSON, DECIDES, fill=ONLY),
    page(PERSON + "/overlamning", SHARES_A_PLACE, HANDS_OVER, fill=ONLY),
    form(PERSON + "/overlamning", SHARES_A_PLACE, HANDS_OVER, fill=ONLY, fields={"to": "nobody"}),
    page(PERSON + "/lagrat", may(Action.ERASE_PEOPLE, "404 PersonNotFound"), fill=ONLY),
)
