"""Reads a city's own table of words, which the setting LEXICON_FILE names."""

from collections.abc import Sequence
from pathlib import Path

from models.errors import OperatorError
from models.rules.reading.lexicon import Lexicon, with_rows
from models.rules.reading.word_table import Row, read_rows

SHORTEST = 2  # characters: a single one is part of too many words


def read(path: Path) -> Sequence[Row]:
    """Raises OperatorError that names in Chinese every row that is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else error.strerror
        raise OperatorError(f"词表 {path} 打不开（{why}）。请检查 LEXICON_FILE 写的位置，不用本市词表就留空") from None
    return read_rows(content, name=str(path), shortest=SHORTEST)


def lexicon(file: str) -> Lexicon | None:
    """With the words of the file; None where there is none."""
    return with_rows(read(Path(file))) if file else None
