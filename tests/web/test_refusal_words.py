"""Nothing that is refused or found is said in English on a page: the codes are read from the code itself."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
import documents
import domain
import storage
import web
from api.errors import status_of
from domain.errors import Conflict, DomainError, Invalid, NotAllowed
from domain.statements import FORMS, Kind
from web import finding_words, told
from web.forms.messages import FINDINGS, GAPS
from web.pages.sign_in import REFUSED
from web.refusal_words import ERRORS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
# Written like a code, and none: names of files, headers and cookies, and of what is printed.
NO_CODES = {
    *("decision-maker", "docs-files", "arshjul-api", "arshjul-sign-in", "sign-in", "content-length", "content-type"),
    *("display-capture", "publickey-credentials-get", "same-origin", "no-store"),
}
# What only those who run a server are told, at a terminal; and what stands for others.
AT_A_TERMINAL = {
    *("AddressNotAllowed", "InvalidProcess", "KeyUnusable", "SignInMisconfigured", "VersionReused"),
    *("AnchorUnreadable", "CommandUnreadable", "Conflict", "Invalid", "NotAllowed", "Rejected"),
}


def constants(tree: ast.AST) -> Iterator[str]:
    """Every text that is written as the code of something, or that is written as codes are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def codes(*folders: str) -> set[str]:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {code for path in files for code in constants(ast.parse(path.read_text(encoding="utf-8")))}


def errors(of: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for error in of.__subclasses__():
        yield error
        yield from errors(error)


@pytest.fixture(scope="module")
def every_error() -> set[type[DomainError]]:
    for package in (domain, storage, documents, api, web):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith("storage.migrations"):
                importlib.import_module(module.name)
    ours = ("domain.", "storage.", "documents.", "api.", "web.", "activities.", "workflows.")
    return {error for error in errors() if error.__module__.startswith(ours)}


def test_every_finding_has_its_words() -> None:
    found = codes("domain", "api") - NO_CODES - set(GAPS)
    assert len(found) > 50
    other = FINDINGS["other"]
    assert sorted(code for code in found if finding_words.says(code) == other) == []


def test_every_gap_has_its_words() -> None:
    gaps = {
        code
        for name in ("gaps", "lineage")
        for code in constants(ast.parse((ROOT / f"domain/content/{name}.py").read_text(encoding="utf-8")))
    }
    assert len(gaps) > 20
    assert sorted(gaps - set(GAPS)) == []


def test_every_no_of_the_rules_has_its_words(every_error: set[type[DomainError]]) -> None:
    """What there is not, and what the server could not do, have theirs by status."""
    noes = {each.__name__ for each in every_error if issubclass(each, (Conflict, Invalid, NotAllowed))}
    named = {each.__name__ for each in every_error if status_of(each.__name__) in {409, 412, 422}}
    assert len(noes) > 50
    assert sorted((noes | named) - set(ERRORS) - set(REFUSED) - AT_A_TERMINAL) == []


def test_no_words_are_left_over(every_error: set[type[DomainError]]) -> None:
    assert sorted(set(ERRORS) - {each.__name__ for each in every_error}) == []
    assert sorted(set(finding_words.OTHERS) - codes("domain", "api")) == []
    assert sorted(AT_A_TERMINAL & set(ERRORS)) == []


@pytest.mark.parametrize("kind", told.NAMES)
def test_every_part_of_a_statement_has_words_for_what_its_shape_asks(kind: Kind) -> None:
    """What pydantic says of these shapes; its other codes no field of ours can lead to."""
    schema = str(FORMS[kind].model_json_schema())
    asks = {"minLength": "string_too_short", "maxLength": "string_too_long", "maxItems": "too_long", "enum": "enum"}
    asks |= {"'date'": "date_from_datetime_parsing", "'uri'": "url_scheme", "required": "missing"}
    for word, code in asks.items():
        assert word not in schema or code in told.TROUBLES or finding_words.says(code) != FINDINGS["other"], code
