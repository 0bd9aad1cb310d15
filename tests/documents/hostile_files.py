"""Files no honest office sends, each made by hand."""

import io
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter


def plain_workbook(text: str = "任务") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("表").write(0, 0, text)
    return out.getvalue()


def rebuilt(data: bytes, *, replace: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None) -> bytes:
    """The same archive with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()


_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"


def _with_sheet(cells: bytes) -> bytes:
    return rebuilt(plain_workbook(), replace={_SHEET: _HEAD + cells + _TAIL})


def zip_bomb() -> bytes:
    """About 200 MB of zeros in one part."""
    return rebuilt(plain_workbook(), add={"xl/media/image1.xml": b"\0" * 200_000_000})


def bomb_in_parts() -> bytes:
    """Each part is below the limit of one, together they are not."""
    return rebuilt(plain_workbook(), add={f"xl/part{n}.xml": b"<a/>" * 6_000_000 for n in range(5)})


def far_cell() -> bytes:
    return _with_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def million_columns() -> bytes:
    cells = b"".join(b"<c><v>%d</v></c>" % n for n in range(1_000_000))
    return _with_sheet(b'<row r="1">' + cells + b"</row>")


def million_rows() -> bytes:
    return _with_sheet(b"".join(b"<row><c><v>%d</v></c></row>" % n for n in range(1_000_000)))


def many_sheets() -> bytes:
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 1) for n in range(100_000))
    head = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    space = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    book = head + space + sheets + b"</sheets></workbook>"
    return rebuilt(plain_workbook(), replace={"xl/workbook.xml": book})


def many_entries() -> bytes:
    return rebuilt(plain_workbook(), add={f"xl/x{n}.xml": b"" for n in range(5_000)})


def macros() -> bytes:
    return rebuilt(plain_workbook(), add={"xl/vbaProject.bin": b"\xd0\xcf"})


def external_link() -> bytes:
    return rebuilt(plain_workbook(), add={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def external_relation() -> bytes:
    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" '
        b'Target="http://example.invalid/x" TargetMode="External"/></Relationships>'
    )
    return rebuilt(plain_workbook(), add={"xl/worksheets/_rels/sheet1.xml.rels": link})


def embedded_object() -> bytes:
    return rebuilt(plain_workbook(), add={"xl/embeddings/oleObject1.bin": b"x"})


def entities() -> bytes:
    """Ten entities, each ten of the one before."""
    lines = ['<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    text = f'<!DOCTYPE x [{"".join(lines)}]><workbook><sheets><sheet name="&a9;"/></sheets></workbook>'
    return rebuilt(plain_workbook(), replace={"xl/workbook.xml": text.encode()})


def path_outside() -> bytes:
    return rebuilt(plain_workbook(), add={"../../etc/passwd.xml": b"x"})


def twice_the_same_name() -> bytes:
    out = io.BytesIO(plain_workbook())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("XL/WORKSHEETS/sheet1.xml", b"other")
    return out.getvalue()


def lying_directory() -> bytes:
    """The directory says ten bytes, the part holds thirty million."""
    data = bytearray(rebuilt(plain_workbook(), add={"xl/lie.xml": b"<a/>" * 7_500_000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = _header_of(data, signature, b"xl/lie.xml")
        struct.pack_into("<I", data, at + place, 10)
    return bytes(data)


def _header_of(data: bytearray, signature: bytes, name: bytes) -> int:
    length = 30 if signature == b"PK\x03\x04" else 46
    at = data.find(signature)
    while data[at + length : at + length + len(name)] != name:
        at = data.find(signature, at + 4)
    return at


def swapped_local_header() -> bytes:
    """The header in front of the sheet names another part than the directory does."""
    data = bytearray(plain_workbook())
    at = _header_of(data, b"PK\x03\x04", _SHEET.encode())
    data[at + 30 : at + 30 + len(_SHEET)] = b"xl/worksheets/sheet9.xml"
    return bytes(data)


def encrypted_entry() -> bytes:
    data = bytearray(plain_workbook())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = _header_of(data, signature, _SHEET.encode())
        struct.pack_into("<H", data, at + place, 1)
    return bytes(data)


def old_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def with_password() -> bytes:
    return old_xls() + "EncryptedPackage".encode("utf-16-le")


def cut_short() -> bytes:
    return plain_workbook()[:2000]


def too_big() -> bytes:
    return b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024)


def not_office() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.xml", "x")
    return out.getvalue()


def wide_word_table() -> bytes:
    import docx

    document = docx.Document()
    table = document.add_table(rows=1, cols=1)
    row = table.rows[0]._tr
    for _ in range(2_000):
        row.add_tc()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# name → (file, a word of the reason)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (zip_bomb, "压缩炸弹"),
    "bomb in parts": (bomb_in_parts, "压缩炸弹"),
    "one cell at XFD1048576": (far_cell, "1048576 行"),
    "a million columns": (million_columns, "60 列"),
    "a million rows": (million_rows, "5000 行"),
    "a hundred thousand sheets": (many_sheets, "工作表超过"),
    "thousands of parts": (many_entries, "部件太多"),
    "macros": (macros, "宏"),
    "external link": (external_link, "断开链接"),
    "external relation": (external_relation, "断开外部链接"),
    "embedded object": (embedded_object, "嵌入"),
    "entities that multiply": (entities, "没有读取"),
    "a path outside": (path_outside, "外部路径"),
    "the same name twice": (twice_the_same_name, "重名"),
    "a lying directory": (lying_directory, "没有读取"),
    "a swapped local header": (swapped_local_header, "不符"),
    "an encrypted part": (encrypted_entry, "密码"),
    "an old .xls": (old_xls, "另存为 .xlsx"),
    "a password": (with_password, "取消密码"),
    "a file cut short": (cut_short, "重新发送"),
    "more than 10 MB": (too_big, "10 MB"),
    "a zip that is no office file": (not_office, "不是 Excel 或 Word"),
    "a PDF": (lambda: b"%PDF-1.7 x", "PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "不是 .xlsx 或 .docx"),
    "an empty file": (lambda: b"", "空的"),
    "a Word table of thousands of columns": (wide_word_table, "60 列"),
}
