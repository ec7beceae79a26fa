"""Sweden's 21 counties and 290 municipalities, from the file that comes with the project."""

import csv
from importlib.resources import files

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.places import County, Municipality, Places
from storage.database import Base


class CountyRow(Base):
    __tablename__ = "counties"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str]


class MunicipalityRow(Base):
    __tablename__ = "municipalities"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str]
    county_code: Mapped[str] = mapped_column(String(2), ForeignKey("counties.code"))


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
