"""The three places that are asked about, and what there is to be asked for in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.people import Action, Place
from domain.places import Municipality


class Where(StrEnum):
    """A place as seen from those who ask."""

    OWN = "own place"
    NEIGHBOUR = "foreign municipality"
    ELSEWHERE = "foreign county"


class Word(StrEnum):
    """What is written in each place, by the action that lets somebody read it."""

    YEAR = "see_cycle"
    CONTENT = "see_content"
    DRAFT = "see_draft"
    SHARED = "comment"
    WITHIN = "comment_within"
    STATEMENT = "see_law"
    PERSON = "see_people"

    @property
    def action(self) -> Action:
        return Action(self.value)


@dataclass(frozen=True)
class Spot:
    """A municipality with its year. `there` names what it holds: ids and numbers, by the word in the table."""

    where: Where
    town: Municipality
    year: int
    there: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def place(self) -> Place:
        return Place(county=self.town.county, municipality=self.town.code)

    @property
    def county(self) -> Place:
        return Place(county=self.town.county)

    @property
    def cycle(self) -> str:
        return f"{self.town.code}-{self.year}"

    @property
    def owner(self) -> str:
        """The municipality's own coordinator: whose commands, sessions and tokens the table asks for."""
        return f"demo-municipality-{self.town.code}"

    @property
    def words(self) -> Mapping[Word, str]:
        """What nobody may find in an answer who may not read it. Letters alone: digits might read as personal data."""
        letters = "".join(chr(ord("a") + int(digit)) for digit in self.town.code)
        return {word: self.cycle if word is Word.YEAR else f"Zq{word.name.lower()}{letters}" for word in Word}
