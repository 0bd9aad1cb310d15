"""Opens an office file as the zip archive it is, and refuses what no honest plan needs.

Everything is decided from the directory first; then each part is unpacked once with its bytes counted, so
that no later parser meets a part whose true size differs from the one it declares.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from bot.documents import limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"
_LOCAL = struct.Struct("<4s5H3I2H")  # the header that stands in front of each part
_SAVE_AS = "请用 WPS 或 Excel 打开，另存为 .xlsx（Word 文件另存为 .docx）后再发。"


class Unreadable(Exception):
    """The reason, in Chinese, with what to do."""


@dataclass(frozen=True)
class Archive:
    parts: dict[str, bytes]

    @property
    def is_workbook(self) -> bool:
        return "xl/workbook.xml" in self.parts

    @property
    def is_document(self) -> bool:
        return "word/document.xml" in self.parts

    def repacked(self) -> bytes:
        """The text parts again, stored plainly under headers we wrote ourselves."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
            for name, content in self.parts.items():
                packed.writestr(name, content)
        return out.getvalue()


def open_archive(data: bytes) -> Archive:
    _check_kind(data)
    _check_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            _check_directory(entries)
            parts = {entry.filename: _unpack(data, entry) for entry in entries if _is_read(entry)}
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError) as error:
        raise Unreadable(f"文件损坏或被改动过，没有读取。{_SAVE_AS}") from error
    archive = Archive(parts)
    if not (archive.is_workbook or archive.is_document):
        raise Unreadable(f"这不是 Excel 或 Word 文件。{_SAVE_AS}")
    return archive


def _check_kind(data: bytes) -> None:
    if not data:
        raise Unreadable("文件是空的，请检查后重新发送。")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable("文件设了打开密码，没有读取。请取消密码后另存再发。")
        raise Unreadable(f"这是旧格式文件（.xls、.doc 或 .et），没有读取。{_SAVE_AS}")
    if data.startswith(b"%PDF"):
        raise Unreadable("这是 PDF 文件，表格读不准。请发原始的 .xlsx 或 .docx 文件。")
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(f"这不是 .xlsx 或 .docx 文件。{_SAVE_AS}")


def _check_size(data: bytes) -> None:
    if len(data) > limits.PACKED_BYTES:
        raise Unreadable("文件超过 10 MB，没有读取。请删去图片和无关的工作表后再发。")
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        raise Unreadable(f"文件不完整，可能没有传完。请重新发送；仍不行时，{_SAVE_AS}")
    count, directory_bytes = struct.unpack_from("<HI", data, at + 10)
    if count > limits.ENTRIES or directory_bytes > 1024 * 1024:
        raise Unreadable("文件里的部件太多，不像一份任务表，没有读取。请把任务表单独另存为一个文件。")


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > limits.ENTRIES or len(set(names)) != len(names):
        raise Unreadable("文件里的部件太多或重名，没有读取。请把任务表单独另存为一个文件。")
    for entry in entries:
        _check_entry(entry)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.UNPACKED_BYTES or _is_bomb(unpacked, packed):
        raise Unreadable("文件展开后过大，像是压缩炸弹，没有读取。请只保留任务表，另存后再发。")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    if _is_outside(entry.filename):
        raise Unreadable("文件里有指向外部路径的部件，不安全，没有读取。请重新另存后再发。")
    if entry.flag_bits & 0x1:
        raise Unreadable("文件是加密的，没有读取。请取消密码后另存再发。")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(f"文件的压缩方式不常见，没有读取。{_SAVE_AS}")
    if _is_bomb(entry.file_size, entry.compress_size):
        raise Unreadable("文件展开后过大，像是压缩炸弹，没有读取。请只保留任务表，另存后再发。")
    _check_content(name)


def _check_content(name: str) -> None:
    if "vbaproject" in name or "macrosheets/" in name or "/activex/" in name:
        raise Unreadable("文件带有宏或控件，没有读取。请另存为不带宏的 .xlsx（或 .docx）后再发。")
    if "/externallinks/" in name or name.endswith("/connections.xml"):
        raise Unreadable("文件链接了别的文件或数据源，没有读取。请在“数据—编辑链接”里断开链接，另存后再发。")
    if "/embeddings/" in name or "oleobject" in name:
        raise Unreadable("文件里嵌入了别的文件，没有读取。请删去嵌入的对象，另存后再发。")
    if name.endswith("workbook.bin"):
        raise Unreadable(f"这是 .xlsb 文件，没有读取。{_SAVE_AS}")


def _is_outside(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name.startswith(("/", "\\")) or ":" in name or "\0" in name


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > limits.RATIO_FLOOR_BYTES and unpacked > packed * limits.RATIO


def _is_read(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and entry.filename.lower().endswith((".xml", ".rels"))


def _unpack(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """All bytes of a part; inflated here, because zipfile stops at the declared length without a word."""
    if entry.file_size > limits.PART_BYTES:
        raise Unreadable("表格太大，没有读取。请删去任务表以外的内容，另存后再发。")
    packed = _packed_bytes(data, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        content, is_whole = packed, True
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        content = inflater.decompress(packed, entry.file_size + 1)
        is_whole = inflater.eof
    if not is_whole or len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise Unreadable(f"文件的目录与内容不符，没有读取。{_SAVE_AS}")
    return content


def _packed_bytes(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The part's compressed bytes, if the header in front of them names the same part as the directory."""
    fields = _LOCAL.unpack_from(data, entry.header_offset)
    signature, name_bytes, extra_bytes = fields[0], fields[-2], fields[-1]
    name_at = entry.header_offset + _LOCAL.size
    name = data[name_at : name_at + name_bytes].decode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace")
    start = name_at + name_bytes + extra_bytes
    packed = data[start : start + entry.compress_size]
    if signature != b"PK\x03\x04" or name != entry.orig_filename or len(packed) != entry.compress_size:
        raise Unreadable(f"文件的目录与内容不符，没有读取。{_SAVE_AS}")
    return packed
