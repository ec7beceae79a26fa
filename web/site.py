"""What all pages share: the files, and the templates in each language."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    UndefinedError,
)
from jinja2.utils import missing

from web import basis, days, words
from web.assets import Assets
from web.findings import by_field, error_at, field_id, summary
from web.language import LANGUAGES, translations
from web.rehearsing import Rehearser

TEMPLATES = Path(__file__).parent / "templates"
COMPONENTS = "govuk_frontend_jinja"


@dataclass(frozen=True)
class Operator:
    """Who answers for the service, and an address for questions; None where nobody has said."""

    name: str | None = None
    contact: str | None = None


NOBODY = Operator()


class Site:
    """Made once by `install`; a template is read when it is first shown."""

    def __init__(self, operator: Operator, rehearser: Rehearser | None) -> None:
        self.operator = operator
        self.rehearser = rehearser
        self.assets = Assets()
        components = PrefixLoader({COMPONENTS: PackageLoader(COMPONENTS)})
        loader = ChoiceLoader([components, FileSystemLoader(TEMPLATES)])
        self.templates = {language: _environment(loader, language, self.assets) for language in LANGUAGES}


class _Undefined(ChainableUndefined):
    """A name that no page gave is an error once it is printed; the components ask for keys that may be missing."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            raise UndefinedError(f"no page gave the template {self._undefined_name}")
        return ""


def _environment(loader: BaseLoader, language: str, assets: Assets) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found = translations(language)
    environment.policies["ext.i18n.trimmed"] = True
    install = getattr(environment, "install_gettext_translations")  # noqa: B009  the extension adds it
    install(found, newstyle=True)
    shared = cast("dict[str, object]", environment.globals)
    shared |= {
        "language": language,
        "words": words,
        "asset": assets.address,
        "clock": days.clock,
        "basis": partial(basis.says, t=found),
        "days_left": partial(days.left, t=found),
        "days_until": partial(days.until, t=found),
        "days_until_target": partial(days.until_target, t=found),
        "field_id": field_id,
        "summary": summary,
        "by_field": by_field,
        "error_at": partial(error_at, t=found),
    }
    environment.filters["dated"] = days.whole
    return environment
