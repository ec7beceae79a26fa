"""How long each kind of content is meant to be kept: a suggestion, one class for each kind.

What is preserved and what is weeded is the archive authority's and the municipality's own to decide, in its plan for
the handling of information (informationshanteringsplan); nothing here is removed by itself.
"""

from collections.abc import Mapping
from enum import StrEnum


class Retention(StrEnum):
    PRESERVED = "bevaras"
    WEEDED = "gallras"
    WORKING = "arbetsmaterial"


class Held(StrEnum):
    """The kinds of content that this system holds."""

    DOCUMENT = "document"
    CONTENT = "content"
    DECISION = "decision"
    EVIDENCE = "evidence"
    STATEMENT = "statement"
    EVENT = "event"
    COMMENT = "comment"
    NOTICE = "notice"
    DRAFT = "draft"
    UNFINISHED = "unfinished_document"


SUGGESTED: Mapping[Held, Retention] = {
    Held.DOCUMENT: Retention.PRESERVED,
    Held.CONTENT: Retention.PRESERVED,
    Held.DECISION: Retention.PRESERVED,
    Held.EVIDENCE: Retention.PRESERVED,
    Held.STATEMENT: Retention.PRESERVED,
    Held.EVENT: Retention.PRESERVED,
    Held.COMMENT: Retention.WEEDED,
    Held.NOTICE: Retention.WEEDED,
    Held.DRAFT: Retention.WORKING,
    Held.UNFINISHED: Retention.WORKING,
}
