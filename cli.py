"""`arshjul …`: what there is to say, and where it is carried out."""

import errno
import gc
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from domain.errors import DomainError
from domain.membership.offers import OfferInvalid
from embedded.errors import EmbeddedError
from rehearsal.errors import RehearsalFailed
from workflows.errors import Unreachable

COMMANDS: Mapping[str, str] = {
    "anchor": "commands.anchors",
    "api": "commands.serving",
    "backup": "commands.keeping",
    "doctor": "commands.doctor",
    "export": "commands.keeping",
    "law": "commands.law",
    "migrate": "commands.serving",
    "person": "commands.people",
    "policy": "commands.rules",
    "process": "commands.rules",
    "rebuild": "commands.keeping",
    "rehearse": "commands.rehearse",
    "restore": "commands.keeping",
    "resume": "commands.keeping",
    "serve": "commands.serving",
    "url": "commands.url",
    "verify": "commands.keeping",
}
"""The module of each command, which is loaded when it is called: serving needs thirty times what `url` does."""


class _Group(click.Group):
    """Known errors are one line and exit 1, or 2 for a wrong call; never a traceback or a page of usage."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # what is loaded stays loaded: looking for rubbish in it takes a fifth of the time
        try:
            command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        finally:
            gc.enable()
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        with _one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        with _one_line():
            return super().invoke(ctx)


@contextmanager
def _one_line() -> Generator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise click.UsageError(" ".join(error.format_message().split())) from error  # without a page of usage above it
    except OfferInvalid as error:
        wrong = "; ".join(f"{finding.pointer} {finding.message}" for finding in error.findings)
        raise click.ClickException(f"{error.message}: {wrong}") from error
    except (EmbeddedError, DomainError, Unreachable, RehearsalFailed) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read has gone: click ends quietly
        raise click.ClickException(str(error)) from error


@click.group(cls=_Group)
@click.version_option(package_name="arshjul")
def main() -> None:
    """The crime-prevention year of Swedish municipalities under lag (2023:196)."""


if __name__ == "__main__":
    main()
