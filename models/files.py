"""Files that are kept: pictures and papers that go out with a message, and the sheet that a plan came in."""

from datetime import datetime
from hashlib import sha256

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField
from models.messages import FileRef


class StoredFile(Model):
    """Written once and never changed: the same bytes are the same row."""

    sha256 = fields.CharField(max_length=64, primary_key=True)
    content = fields.BinaryField()
    created_at = MomentField()

    class Meta:
        table = "stored_file"


async def keep(content: bytes, name: str, *, now: datetime, is_drawn: bool = False) -> FileRef:
    """In the transaction that queues the message it goes out with, so that neither is there without the other."""
    found = sha256(content).hexdigest()
    await db.execute(
        "INSERT INTO stored_file (sha256, content, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        found,
        content,
        now,
    )
    return FileRef(found, name, is_drawn)


async def content_of(sha: str) -> bytes | None:
    kept = await StoredFile.filter(sha256=sha).first()
    return bytes(kept.content) if kept else None
