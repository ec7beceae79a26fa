"""Sweden's 21 counties and 290 municipalities, from the file that comes with the project."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import Invalid
from storage.database import Base


class UnknownCounty(Invalid):
    pass


class UnknownMunicipality(Invalid):
    pass


class CountyRow(Base):
    __tablename__ = "counties"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str]


class MunicipalityRow(Base):
    __tablename__ = "municipalities"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str]
    county_code: Mapped[str] = mapped_column(String(2), ForeignKey("counties.code"))


@dataclass(frozen=True)
class County:
    code: str
    name: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Municipality:
    code: str
    name: str
    county: str


@dataclass(frozen=True)
class Places:
    """Codes are SCB's, as text: '13' Hallands län, '1381' Laholm."""

    counties: Mapping[str, County]
    municipalities: Mapping[str, Municipality]

    def county(self, code: str) -> County:
        if code not in self.counties:
            raise UnknownCounty("There is no county with that code; codes are two digits, such as 13 for Halland")
        return self.counties[code]

    def municipality(self, code: str) -> Municipality:
        if code not in self.municipalities:
            raise UnknownMunicipality("There is no municipality with that code; codes are four digits, such as 1381")
        return self.municipalities[code]


def read_places() -> Places:
    text = (files("storage") / "reference" / "municipalities.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    municipalities = {row["code"]: Municipality(row["code"], row["name"], row["county_code"]) for row in rows}
    names = {row["county_code"]: row["county_name"] for row in rows}
    counties = {
        code: County(code, name, tuple(m.code for m in municipalities.values() if m.county == code))
        for code, name in names.items()
    }
    return Places(counties, municipalities)


async def seed_places(session: AsyncSession, places: Places) -> None:
    """Write the places into the database, or their new names. Running it again changes nothing."""
    counties = [{"code": county.code, "name": county.name} for county in places.counties.values()]
    rows = [{"code": m.code, "name": m.name, "county_code": m.county} for m in places.municipalities.values()]
    for table, values in ((CountyRow, counties), (MunicipalityRow, rows)):
        statement = insert(table).values(values)
        await session.execute(
            statement.on_conflict_do_update(index_elements=["code"], set_={"name": statement.excluded.name})
        )
