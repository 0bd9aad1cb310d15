"""The process that reads one document: bytes on standard input, tables as JSON on standard output.

Run as `python -m bot.documents.child`. It binds itself before it looks at the first byte, so that a hostile
file can cost no more than this process.
"""

import json
import resource
import sys

from bot.documents import limits


def bind() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_S, limits.CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data: bytes) -> dict[str, object]:
    from bot.documents.archive import Unreadable, open_archive
    from bot.documents.tables import check_bulk

    try:
        archive = open_archive(data)
        if archive.is_workbook:
            from bot.documents.workbook import read_workbook

            sheets = read_workbook(archive)
        else:
            from bot.documents.worddoc import read_document

            sheets = read_document(archive, data)
        check_bulk(sheets)
    except Unreadable as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": "文件展开后过大，没有读取。请只保留任务表，另存后再发。"}
    return {"sheets": [sheet.to_plain() for sheet in sheets]}


def main() -> None:
    bind()
    answer = read(sys.stdin.buffer.read(limits.PACKED_BYTES + 1))
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
