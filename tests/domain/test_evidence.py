"""What may be kept as evidence: kinds by content, grounds for an annex, names to save by."""

import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import EvidenceInvalid, Visibility, about, check_no_personal_data, clean_name
from domain.file_kinds import (
    CONTENT_TYPES,
    EXTENSION,
    MEDIA_TYPE,
    MOST_UNPACKED,
    ContainerUnsafe,
    Family,
    FileKind,
    KindNotAllowed,
    Member,
    TextReader,
    check_members,
    container_kind,
    family,
    text_kind,
)
from tests.containers import EXE, JPEG, PDF, PNG

ODT_TYPE = MEDIA_TYPE[FileKind.ODT].encode()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PDF, Family.PDF),
        (PNG, Family.PNG),
        (JPEG, Family.JPEG),
        (b"PK\x03\x04....", Family.CONTAINER),
        ("Protokoll från råd".encode(), Family.TEXT),
        ("\ufeffområde;antal\nCentrum;<5\n".encode(), Family.TEXT),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, found: Family) -> None:
    assert family(head) is found


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (b"", "empty"),
        (EXE, "program"),
        (b"\x7fELF\x02\x01\x01\0", "program"),
        (b"#!/bin/sh\nrm -rf x\n", "program"),
        (b"<!DOCTYPE html><p>Hej", "web page"),
        (b"\xef\xbb\xbf \n<HTML>", "web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "web page"),
        (b'<?xml version="1.0"?><svg/>', "web page"),
        (b"Hej\n\n<script>alert(1)</script>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office"),
        ("Hej".encode("utf-16"), "UTF-8"),
        (b"{\\rtf1\\ansi", "PDF"),
    ],
)
def test_what_is_refused_says_why_and_what_is_taken(head: bytes, why: str) -> None:
    with pytest.raises(KindNotAllowed) as refused:
        family(head)
    assert why in refused.value.message


@given(
    st.binary(max_size=200)
    | st.sampled_from([PDF, PNG, JPEG, EXE, b"PK\x03\x04"]).flatmap(
        lambda start: st.binary(max_size=50).map(lambda rest: start[:9] + rest)
    )
)
def test_any_bytes_are_classified_or_refused(content: bytes) -> None:
    try:
        found = family(content)
        if found is Family.TEXT:
            TextReader().read(content, last=True)
    except KindNotAllowed:
        return
    if found is Family.TEXT:
        assert "\0" not in content.decode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.integers(1, 7))
def test_a_text_is_a_text_wherever_it_is_cut(text: str, length: int) -> None:
    reader, content = TextReader(), text.encode()
    for start in range(0, len(content), length):
        reader.read(content[start : start + length])
    reader.read(b"", last=True)


@pytest.mark.parametrize("content", [b"a\0b", b"\x1b[31m", b"\xc3", b"\xff\xfe", b"\xed\xa0\x80"])
def test_what_is_no_text(content: bytes) -> None:
    with pytest.raises(KindNotAllowed):
        TextReader().read(content, last=True)


def test_a_table_is_a_text_that_is_called_so() -> None:
    assert (text_kind("Brott.CSV"), text_kind("brott.csv.pdf")) == (FileKind.CSV, FileKind.TXT)


def a_member(name: str, size: int = 10, packed: int = 10, *, plain: bool = True) -> Member:
    return Member(name=name, size=size, packed=packed, plain=plain)


DOCX = [a_member(CONTENT_TYPES), a_member("word/document.xml")]


def test_office_documents_by_their_parts() -> None:
    assert container_kind(DOCX, b"<Types/>") is FileKind.DOCX
    assert container_kind([a_member(CONTENT_TYPES), a_member("xl/workbook.xml")], b"") is FileKind.XLSX
    assert container_kind([a_member("mimetype"), a_member("content.xml")], ODT_TYPE) is FileKind.ODT


@pytest.mark.parametrize(
    ("members", "declared"),
    [
        ([], b""),
        ([a_member("a.exe")], b""),
        ([a_member(CONTENT_TYPES)], b""),
        ([*DOCX, a_member("xl/workbook.xml")], b""),
        ([a_member("content.xml"), a_member("mimetype")], ODT_TYPE),
        ([a_member("mimetype"), a_member("content.xml")], ODT_TYPE + b"-template"),
    ],
)
def test_other_containers_are_not_taken(members: list[Member], declared: bytes) -> None:
    with pytest.raises(KindNotAllowed):
        container_kind(members, declared)


@pytest.mark.parametrize(
    "declared",
    [
        b'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"',
        "application/vnd.ms-office.vbaProject".encode("utf-16"),
        b"application/vnd.ms-office.vba&#80;roject",
    ],
)
def test_declared_macros_are_refused_whatever_the_part_is_called(declared: bytes) -> None:
    with pytest.raises(ContainerUnsafe):
        container_kind(DOCX, declared)


@pytest.mark.parametrize(
    "extra",
    [
        [a_member("word/vbaProject.bin")],
        [a_member("xl/VBAPROJECT.BIN")],
        [a_member("xl/macrosheets/sheet1.xml")],
        [a_member("Basic/Standard/Module1.xml")],
        [a_member("word/activeX/activeX1.bin")],
        [a_member("../../etc/cron.d/x")],
        [a_member("/etc/passwd")],
        [a_member("word\\..\\x")],
        [a_member("c:x")],
        [a_member("WORD/document.xml")],
        [a_member("locked", plain=False)],
        [a_member("bomb", 10**7, 10**4)],
        [a_member("large", MOST_UNPACKED, MOST_UNPACKED)],
        [a_member(f"m{number}") for number in range(2000)],
        [a_member(f"m{number}", 10**6, 10**3) for number in range(200)],
    ],
)
def test_parts_that_no_document_has(extra: list[Member]) -> None:
    check_members(DOCX)
    with pytest.raises(ContainerUnsafe):
        check_members([*DOCX, *extra])


MEMBERS = st.lists(
    st.builds(
        Member,
        name=st.text() | st.sampled_from([CONTENT_TYPES, "word/document.xml", "mimetype"]),
        size=st.integers(0, 2**32),
        packed=st.integers(0, 2**32),
        plain=st.booleans(),
    ),
    max_size=6,
)


@given(MEMBERS, st.binary(max_size=60))
def test_any_container_is_classified_or_refused(members: list[Member], declared: bytes) -> None:
    with suppress(ContainerUnsafe, KindNotAllowed):
        check_members(members)
        assert container_kind(members, declared) in FileKind


ANNEX = {"title": "Bilaga", "visibility": "internal", "reason": "Visar larmvägar", "reference": "18 kap. 8 § OSL"}


def codes(said: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(EvidenceInvalid) as refused:
        about(said)
    return [(finding.code, finding.pointer) for finding in refused.value.findings]


def test_an_annex_says_its_grounds_and_a_public_file_has_none() -> None:
    assert about(ANNEX).visibility is Visibility.INTERNAL
    assert about({"title": "Protokoll", "visibility": "public"}).reason is None
    for missing in ("reason", "reference"):
        assert codes({**ANNEX, missing: None}) == [("annex-without-grounds", f"/{missing}")]
    assert codes({**ANNEX, "visibility": "public"}) == [
        ("public-with-grounds", "/reason"),
        ("public-with-grounds", "/reference"),
    ]


@pytest.mark.parametrize("reference", ["18 kap. 8 § OSL", "35 kap. 1 § OSL", "18 kap 1 § 2 p", "hemligt", "8 § OSL"])
def test_a_reference_names_chapter_and_section(reference: str) -> None:
    right = reference.endswith("OSL") and "kap." in reference
    if right:
        assert about({**ANNEX, "reference": reference}).reference == reference
    else:
        assert codes({**ANNEX, "reference": reference}) == [("osl-reference", "/reference")]


def test_what_is_kept_for_good_holds_no_personal_data_and_the_finding_does_not_repeat_it() -> None:
    for field in ("title", "reason", "name"):
        with pytest.raises(EvidenceInvalid) as refused:
            about({**ANNEX, field: "Om 811228-9874"})
        assert [finding.pointer for finding in refused.value.findings] == [f"/{field}"]
        assert "811228" not in str(refused.value.findings)
    check_no_personal_data({"reason": "Fel fil"})


@pytest.mark.parametrize(
    ("written", "kind", "name"),
    [
        ("Protokoll KS 2026-11-03.pdf", FileKind.PDF, "Protokoll KS 2026-11-03.pdf"),
        ("../../etc/passwd", FileKind.TXT, "passwd.txt"),
        ("C:\\Temp\\lägesbild.docx", FileKind.DOCX, "lägesbild.docx"),
        ("foto.exe", FileKind.JPEG, "foto.jpg"),
        ("faktura\u202efdp.exe", FileKind.PDF, "fakturafdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", FileKind.PDF, "aSet-Cookie_ x.pdf"),
        (".htaccess", FileKind.TXT, "htaccess.txt"),
        ("CON.txt", FileKind.TXT, "fil CON.txt"),
        ("  ", FileKind.PNG, "fil.png"),
        ("a\u0308.csv", FileKind.CSV, "ä.csv"),
    ],
)
def test_names_to_save_by(written: str, kind: FileKind, name: str) -> None:
    assert clean_name(written, kind) == name


@given(st.text(max_size=300), st.sampled_from(FileKind))
def test_a_clean_name_has_no_separator_and_nothing_unseen(written: str, kind: FileKind) -> None:
    name = clean_name(written, kind)
    assert 1 <= len(name) <= 120
    assert not set(name) & set('/\\:*?"<>|')
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not name.startswith((".", " "))
    assert name.endswith(f".{EXTENSION[kind]}")
    assert clean_name(name, kind) == name
