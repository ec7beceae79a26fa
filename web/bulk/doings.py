"""Everything that can be done for several municipalities, or with several steps of one year, in one go."""

from collections.abc import Mapping
from datetime import date
from gettext import NullTranslations

from domain.errors import Finding
from web.bulk.assign import ASSIGN
from web.bulk.doing import Doing
from web.bulk.extend import EXTEND
from web.bulk.remind import REMIND
from web.bulk.supplement import SUPPLEMENT
from web.bulk.typed import Do, Typed
from web.language import N_

DOINGS: Mapping[Do, Doing] = {Do.REMIND: REMIND, Do.ASSIGN: ASSIGN, Do.EXTEND: EXTEND, Do.SUPPLEMENT: SUPPLEMENT}


def checked(typed: Typed, today: date, t: NullTranslations) -> tuple[Finding, ...]:
    """Everything that is wrong with it, whichever municipalities it is for."""
    found = [*DOINGS[typed.do].wrong(typed, today)]
    if not typed.place:
        found.append(Finding(code="missing", pointer="/place", message=N_("Välj minst en kommun.")))
    return tuple(each.model_copy(update={"message": t.gettext(each.message)}) for each in found)
