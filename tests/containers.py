"""Office documents as small as they can be, and such as only an attacker makes."""

import io
import zipfile
from collections.abc import Mapping

TYPES = "[Content_Types].xml"
DOCX: Mapping[str, bytes] = {TYPES: b"<Types/>", "word/document.xml": b"<w:document/>"}
XLSX: Mapping[str, bytes] = {TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
ODT: Mapping[str, bytes] = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20) + b"\xff\xd9"
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(200)


def packed(parts: Mapping[str, bytes], *, level: int = 6, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=level) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return file.getvalue()


def a_bomb() -> bytes:
    """A .docx of a few hundred kilobytes that unpacks to 300 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in DOCX.items():
            container.writestr(name, content)
        with container.open("word/media/image1.bmp", "w") as member:
            for _ in range(300):
                member.write(bytes(1024 * 1024))
    return file.getvalue()
