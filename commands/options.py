"""What the commands of `arshjul` have in common: their options, and how they come by the settings."""

from pathlib import Path

import click
from pydantic import ValidationError

from settings import Settings

folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=None, help="Where the data is (ARSHJUL_FOLDER; .arshjul)"
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON")


def settings_of(**given: object) -> Settings:
    """The settings, with what an option gave instead. Raises UsageError, in one line, for what cannot be right."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # pyright: ignore[reportArgumentType]
    except ValidationError as error:
        wrong = "; ".join(f"ARSHJUL_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise click.UsageError(wrong) from error
