"""What a step rests on: the Act, guidance or practice, and where in it."""

import re
from gettext import NullTranslations

from web.words import BASES

OF_THE_ACT = re.compile(r"(?P<section>\d+) §( (?P<point>\d+))? lag \(2023:196\)")


def says(kind: str, reference: str, t: NullTranslations) -> str:
    """`kind` as a step has it, `reference` as its process names the place."""
    found = OF_THE_ACT.fullmatch(reference) if kind == "law" else None
    if found is None:
        return t.gettext(BASES[kind]) % {"reference": reference}
    if found["point"]:
        return t.gettext("Enligt %(section)s § %(point)s lagen (2023:196)") % found.groupdict()
    return t.gettext("Enligt %(section)s § lagen (2023:196)") % found.groupdict()
