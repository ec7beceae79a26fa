"""How personal data look in Swedish text: national identity numbers, phone numbers, e-mail and street addresses.

Every pattern is bounded, so that no text takes long to read. Figures that a lägesbild is full of must pass: amounts,
years and spans of years, dates, times, diarienummer, municipality codes, organisationsnummer (whose third digit is 2
or more, so that they hold no date).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DASHES = "\\-\u2010-\u2015\u2212\ufe63\uff0d"
_ODD = re.compile("[０-９＋＠\u00ad\u200b-\u200d\u2060\ufeff]")  # wide signs, and those that nobody sees
_PLAIN = str.maketrans("０１２３４５６７８９＋＠", "0123456789+@", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ADDRESSED = ("://", "www.", "WWW.", "Www.")
_FIGURES = re.compile(rf"[0-9+(][0-9\s()./:,+{_DASHES}]{{7,}}")


@dataclass(frozen=True)
class Reading:
    """A text without its web addresses, those addresses, and each run of digits with what may stand between them."""

    words: str
    addresses: tuple[str, ...]
    figures: tuple[str, ...]


def reading(text: str) -> Reading:
    if _ODD.search(text):
        text = text.translate(_PLAIN)
    addresses = tuple(_ADDRESS.findall(text)) if any(sign in text for sign in _ADDRESSED) else ()
    words = _ADDRESS.sub(" | ", text) if addresses else text
    return Reading(words, addresses, tuple(_FIGURES.findall(words)))


# National identity numbers: six or eight digits of a date (with 60 added to the day in a samordningsnummer) and four
# more, of which the last is a check digit (Luhn) over the ten.
_WRITTEN = re.compile(rf"(?<![0-9])((?:[0-9]{{2}})?[0-9]{{6}})([+{_DASHES}]?)([0-9]{{4}})(?![0-9])")
_BETWEEN = rf"[\s./+{_DASHES}]{{0,3}}"
_IN_PARTS = re.compile(
    rf"(?<![0-9])(?=((?:[0-9]{{2}})?[0-9]{{2}}){_BETWEEN}([0-9]{{2}}){_BETWEEN}([0-9]{{2}}){_BETWEEN}([0-9]{{4}})(?![0-9]))"
)
_CENTURIES = ("18", "19", "20")


def has_identity(text: Reading) -> bool:
    return any(
        _is_identity(each[1], each[3]) for figures in text.figures for each in _WRITTEN.finditer(figures)
    ) or any(_in_address(address) for address in text.addresses)


def has_identity_in_parts(text: Reading) -> bool:
    """Such a number with spaces, or more than its one sign: two figures that meet by chance can look the same."""
    return any(
        _is_identity(each[1] + each[2] + each[3], each[4])
        for figures in text.figures
        for each in _IN_PARTS.finditer(figures)
        if not _WRITTEN.match(figures, each.start())
    )


def _in_address(address: str) -> bool:
    """A web address holds document numbers and time stamps too: only the long form, or one with its sign, counts."""
    for each in _WRITTEN.finditer(address):
        day, sign, last = each.groups()
        time_stamp = day.startswith("20") and last[:2] < "24" and last[2:] < "60"
        if (sign or (len(day) == 8 and not time_stamp)) and _is_identity(day, last):
            return True
    return False


def _is_identity(day: str, last: str) -> bool:
    centuries = (day[:2],) if len(day) == 8 else _CENTURIES
    return _luhn(day[-6:] + last) and any(c in _CENTURIES and _is_date(c + day[-6:]) for c in centuries)


def _is_date(eight: str) -> bool:
    day = int(eight[6:])
    try:
        date(int(eight[:4]), int(eight[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _luhn(ten: str) -> bool:
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(ten))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


# Phone numbers: eight to ten digits with the first 0, or +46 for it. Numbers that are there for everybody (020, 0200,
# 077) are nobody's. A landline number takes more to be one, since figures with a leading 0 are municipality codes too.
_GAP = rf"[\s./{_DASHES}]{{0,3}}"
_ALONE = rf"(?<![0-9])(?<![0-9][./,:{_DASHES}])"
_THREE = "1[01368]|19|2[136]|3[1356]|4[0246]|54|6[03]|90"
_AREA = rf"\(?(?!0200|077)(?:08|0(?:{_THREE})|0[1-9][0-9]{{2}})\)?"
_ABROAD = re.compile(rf"(?<![0-9])(?:\+|00)\s?46{_GAP}(?:\(0\)|0)?{_GAP}[1-9](?:{_GAP}[0-9]){{6,8}}(?![0-9])")
_MOBILE = re.compile(rf"{_ALONE}\(?07[02369]\)?(?:{_GAP}[0-9]){{7}}(?![0-9])")
_UNBROKEN = re.compile(rf"{_ALONE}(?!020|077)0[1-9][0-9]{{7,8}}(?![0-9])")
_SET_OFF = re.compile(
    rf"{_ALONE}({_AREA})\s?(?:[/{_DASHES}]|(?<=\)))\s?([0-9]{{5,8}}|[0-9]{{2,3}}(?:\s[0-9]{{2,3}}){{1,3}})(?![0-9])"
)
_SPACED = re.compile(rf"{_ALONE}({_AREA})\s([0-9]{{2,3}}(?:\s[0-9]{{2,3}}){{0,2}}\s[0-9]{{2}})(?![0-9])")


def has_phone(text: Reading) -> bool:
    return any(_is_phone(figures) for figures in text.figures)


def _is_phone(figures: str) -> bool:
    if any(pattern.search(figures) for pattern in (_ABROAD, _MOBILE, _UNBROKEN)):
        return True
    if any(8 <= length <= 10 for each in _SET_OFF.finditer(figures) for length in _lengths(each)):
        return True
    return any(9 <= [*_lengths(each)][-1] <= 10 for each in _SPACED.finditer(figures))


def _lengths(number: re.Match[str]) -> Iterator[int]:
    """How many digits there are up to the end of each group: another figure may follow upon the number."""
    length = len(number[1].strip("()"))
    for group in number[2].split():
        length += len(group)
        yield length


_AT = re.compile(r"@|[(\[][Aa][Tt][)\]]")
_EMAIL = re.compile(
    r"(?<=[\w.+%-])\s?(?:@|[(\[]at[)\]])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[^\W\d_]{2,24}", re.IGNORECASE
)


def has_email(text: Reading) -> bool:
    return _AT.search(text.words) is not None and _EMAIL.search(text.words) is not None


# Street addresses: a word that ends as street names do, and a number of at most three digits that counts nothing.
_HOUSE = re.compile(r"[ \u00a0\u202f]([0-9]{1,3})(?![0-9])")
_NUMBER_WORD = re.compile(r"\s(?:nr\.?|nummer)$", re.IGNORECASE)
_COUNTED = (
    "procent|kr|kronor|tkr|mkr|miljoner|tusen|st|gånger|tillfällen|personer|ungdomar|elever|barn|vuxna|invånare|boende|"
    "anmäl|händelse|brott|fall|stöld|inbrott|rån|skade|olyck|incident|klotter|besök|observation|åtgärd|trygghets|belys|"
    "kamer|lamp|år|dag|veck|månad|timm|minut|meter|kilometer|m|km|av|"
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|jan|feb|aug|sept|okt|nov|dec"
)
_COUNTS = re.compile(
    rf"\s?[%‰§°]|[.,:][0-9]|\s?[{_DASHES}]\s?0|\s(?:nya?\s|fler\s|olika\s|stora?\s|små\s)?(?:"
    + "|".join(rf"{word}\b" if len(word) <= 4 and word not in ("dag", "veck") else word for word in _COUNTED.split("|"))
    + ")",
    re.IGNORECASE,
)
_ENDINGS = ("gatan", "vägen", "gränden", "stigen")
_ENDINGS_OF_NAMES = (*_ENDINGS, "gata", "gränd", "allén", "allé", "torget", "backen", "leden", "esplanaden", "kajen")
_STREET_WORDS = frozenset({"gata", "väg", "gränd", "stig", "torg", "allé", "backe", *_ENDINGS, "torget", "allén"})
_LAST = tuple(
    written
    for word in (*_ENDINGS_OF_NAMES, *sorted(_STREET_WORDS), "nr", "nr.", "nummer")
    for written in (word, word.upper(), word.capitalize())
)
_NAMING = frozenset({"lilla", "stora", "gamla", "nya", "norra", "södra", "östra", "västra", "inre", "yttre", "övre"})
_NO_NAME = frozenset({"längs", "dess", "deras", "vars", "kommunens", "trafikverkets", "statens"})
_NO_STREET = re.compile(
    "(?:riks|läns|europa|motor|lands|bil|buss|cykel|gång|skol|ut|in|om|fram|genom|infarts|utfarts|genomfarts|huvud|gå|"
    "tvär|lokal|kontakt|anmälnings|samverkans|bus|sido|parallell|trafik|mellan|käll|skid|pulka|marknads|mittens)-?"
    "(?:och )?(?:gatan?|vägen|stigen|leden|torget|backen)"
)


def has_street(text: Reading) -> bool:
    words = text.words
    return any(
        _is_street(words[max(0, house.start() - 60) : house.start()]) and not _COUNTS.match(words, house.end())
        for house in _HOUSE.finditer(words)
        if words.endswith(_LAST, 0, house.start())
    )


def _is_street(before: str) -> bool:
    words = [word.strip("\"'”’»«()[],;:") for word in _NUMBER_WORD.sub("", before).split()[-2:]]
    if not words or not words[-1]:
        return False
    last, first = words[-1], words[0] if len(words) == 2 else ""
    name = last.casefold()
    if name in _STREET_WORDS:
        given = first.casefold()
        return first[:1].isupper() and (given in _NAMING or (given.endswith("s") and given not in _NO_NAME))
    if _NO_STREET.fullmatch(name):
        return False
    endings = _ENDINGS_OF_NAMES if last[0].isupper() else _ENDINGS
    return name.endswith(endings)
