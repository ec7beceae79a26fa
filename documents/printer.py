"""The program that prints, a process of its own (`python -m documents.printer`): orders in, files out, until the end.

    order     one line: an Order as JSON
    answer    one line, `ok` and a number of bytes, then these bytes; or `failed` and what kind of error it was

It ends when nobody can give it orders any more, also when whoever started it was killed. `documents/printing.py` is
the other end.
"""

import os
import sys
from enum import StrEnum
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict

from documents.docx import docx
from documents.package import Registered, package
from documents.parts import Outline
from documents.typst import pdf

_GIVES_WAY = 5  # how much nicer it is than the server, whose answers somebody waits for


class Format(StrEnum):
    """A kind of file, by its extension."""

    PDF = "pdf"
    DOCX = "docx"
    ZIP = "zip"


class Order(BaseModel):
    """What to print and as what. A package needs the document's file name and the numbers it was registered under."""

    model_config = ConfigDict(frozen=True)

    format: Format
    outline: Outline
    name: str = ""
    registered: Registered = Registered()


def made(order: Order) -> bytes:
    """The same bytes for the same order."""
    match order.format:
        case Format.PDF:
            return pdf(order.outline)
        case Format.DOCX:
            return docx(order.outline)
        case Format.ZIP:
            return package(order.outline, pdf(order.outline), order.name, order.registered)


def answer(order: bytes, answers: BinaryIO) -> None:
    try:
        content = made(Order.model_validate_json(order))
    except Exception as error:  # noqa: BLE001  whatever it was, the next order is another one; and it may quote the text
        answers.write(f"failed {type(error).__name__}\n".encode())
    else:
        answers.write(f"ok {len(content)}\n".encode())
        answers.write(content)
    answers.flush()


def main() -> None:
    # What a library prints must not end up among the answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        os.nice(_GIVES_WAY)
        for order in sys.stdin.buffer:
            answer(order, answers)


if __name__ == "__main__":
    main()
