"""What a file from us must not hold: whatever computes, fetches or runs when somebody opens it."""

import io
import re
import zipfile

ALIVE = re.compile(rb"<f[ >/]|<hyperlink|ddeLink|externalLink|vbaProject|<oleObject|w:fldSimple|attachedTemplate")


def alive_in(content: bytes) -> list[str]:
    """The parts of an .xlsx or .docx that hold a live formula, a link, a macro."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        found = [(name, ALIVE.search(name.encode()) or ALIVE.search(opened.read(name))) for name in opened.namelist()]
    return [f"{name}: {hit[0]!r}" for name, hit in found if hit]
