"""Blocks from content: what is empty is left out, and what the Act asks for is never left out in silence."""

from collections.abc import Iterable, Sequence

from documents.figures import DASH
from documents.parts import Block, Facts, Links, LinkTo, Paragraph, Section, Table
from documents.words import MISSING
from domain.content.base import ABOUT_ITSELF, Form


def asked(text: str | None) -> str:
    """For what the Act asks for: it says so where it is missing."""
    return text or MISSING


def own_words(form: Form | None) -> bool:
    """Whether the step was handed in as text or links alone, which may well hold what its fields do not."""
    return form is not None and not any(
        getattr(form, name) for name in form.model_fields_set - {"text", "links"} - ABOUT_ITSELF
    )


def asked_in(form: Form | None, text: str | None) -> str:
    """`asked`, but for a form in the municipality's own words, where the answer may stand in the text."""
    return text or ("" if own_words(form) else MISSING)


def paragraphs(text: str | None) -> tuple[Block, ...]:
    """One for each part between blank lines."""
    lines = [line.strip() for line in (text or "").replace("\r\n", "\n").split("\n")]
    return tuple(Paragraph(text=part.strip()) for part in "\n".join(lines).split("\n\n") if part.strip())


def told(form: Form | None) -> tuple[Block, ...]:
    """What a step says in its own words, and where more can be read."""
    if form is None:
        return ()
    links = tuple(LinkTo(title=link.title, url=str(link.url)) for link in form.links)
    return (*paragraphs(form.text), *((Links(items=links),) if links else ()))


def facts(caption: str, rows: Iterable[tuple[str, str | None]]) -> tuple[Block, ...]:
    """Without the rows that say nothing; nothing at all where none says anything."""
    found = tuple((name, text) for name, text in rows if text)
    return (Facts(caption=caption, rows=found),) if found else ()


def table(caption: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | None]]) -> tuple[Block, ...]:
    """`columns` are headings and widths. A column that is empty all the way down is left out."""
    found = [tuple(cell or "" for cell in row) for row in rows]
    kept = [n for n in range(len(columns)) if any(row[n] for row in found)]
    if not found:
        return ()
    return (
        Table(
            caption=caption,
            header=tuple(columns[n][0] for n in kept),
            widths=tuple(columns[n][1] for n in kept),
            rows=tuple(tuple(row[n] or DASH for n in kept) for row in found),
        ),
    )


def section(title: str, *blocks: tuple[Block, ...], sections: Iterable[Section] = ()) -> tuple[Section, ...]:
    """A section with all that it holds, or none where it would hold nothing."""
    held, under = tuple(block for group in blocks for block in group), tuple(sections)
    return (Section(title=title, blocks=held, sections=under),) if held or under else ()


def missing(form: Form | None) -> tuple[Block, ...]:
    """Instead of content that the Act asks for."""
    return () if own_words(form) else (Paragraph(text=MISSING),)
