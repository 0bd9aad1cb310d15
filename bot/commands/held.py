"""What to do when the database did not take our work in time."""

from models.errors import StorageBusy


def advice(error: StorageBusy) -> str:
    """By what the database itself said: somebody holds it, or it cannot write."""
    said = str(error).lower()
    if "full" in said:
        return "make room on the database's disk, then try again"
    if "locked" in said or "lock timeout" in said or "busy" in said:
        return (
            "another process holds it: a bot hard at work, a backup, or a database shell with an open transaction "
            "(`fuser -v` with the file shows who); nothing was changed, try again when it has let go"
        )
    return "look at the database server or the disk; nothing was changed, try again"


def told(error: StorageBusy) -> str:
    return f"the database did not take it in time ({error}); {advice(error)}"
