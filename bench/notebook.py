"""What the callers of the fault run were told, and the sums of that against the log."""

from collections import Counter
from dataclasses import dataclass, field

ANSWERED = 200


@dataclass
class Notebook:
    """Every command that somebody set out to give, and the answer that it was acknowledged with in the end."""

    answers: dict[str, int] = field(default_factory=dict)
    tries: Counter[int] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    went_on: int = 0


@dataclass(frozen=True)
class Sums:
    """The notebook against the log."""

    book: Notebook
    found: Counter[str]
    whole: bool
    years: int

    @property
    def done(self) -> set[str]:
        return {command for command, status in self.book.answers.items() if status == ANSWERED}

    @property
    def refused(self) -> Counter[int]:
        return Counter(status for status in self.book.answers.values() if status != ANSWERED)

    @property
    def lost(self) -> set[str]:
        return self.done - set(self.found)

    @property
    def doubled(self) -> set[str]:
        return {command for command, times in self.found.items() if times > 1}

    @property
    def unknown(self) -> set[str]:
        """In the log though nobody had an answer to it: callers that were given up."""
        return set(self.found) - set(self.book.answers)

    @property
    def good(self) -> bool:
        book, wrong = self.book, (self.lost, self.doubled, self.unknown, self.refused, self.book.unanswered)
        return self.whole and not any(wrong) and book.went_on == self.years

    def lines(self) -> tuple[str, ...]:
        book = self.book
        kills = ", ".join(f"{name} {times}" for name, times in sorted(book.kills.items()))
        later = book.tries.total() - book.tries[1]
        return (
            f"killed, or frozen: {kills}",
            f"acknowledged: {len(self.done)} carried out, {self.refused.total()} refused {dict(self.refused)}",
            f"answered: at the first try {book.tries[1]}, later {later}, never {book.unanswered}",
            f"in the log: {len(self.found)}; of those never acknowledged {len(self.unknown)}",
            f"acknowledged and lost: {len(self.lost)}; done twice: {len(self.doubled)}",
            f"years that went on at once afterwards: {book.went_on} of {self.years}",
            f"the log is {'whole' if self.whole else 'BROKEN'}",
        )
