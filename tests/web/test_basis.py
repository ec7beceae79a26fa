"""What a step rests on, in both languages."""

import pytest

from web.basis import says
from web.language import translations


@pytest.mark.parametrize(
    ("kind", "reference", "swedish", "english"),
    [
        ("law", "4 § lag (2023:196)", "Enligt 4 § lagen (2023:196)", "Under section 4 of the Act (2023:196)"),
        ("law", "4 § 1 lag (2023:196)", "Enligt 4 § 1 lagen (2023:196)", "Under section 4(1) of the Act (2023:196)"),
        ("law", "5 kap. 1 § KL", "Enligt 5 kap. 1 § KL", "Under 5 kap. 1 § KL"),
        ("guidance", "Brå", "Vägledning: Brå", "Guidance: Brå"),
    ],
)
def test_the_act_is_referred_to_as_each_language_does(kind: str, reference: str, swedish: str, english: str) -> None:
    assert says(kind, reference, translations("sv")) == swedish
    assert says(kind, reference, translations("en")) == english
