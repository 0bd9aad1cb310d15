"""What `doctor` finds, and whether the pages may be opened."""

from dataclasses import dataclass

from bot.settings import Settings

LEAST_KEY = 32


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` is empty where nothing is wrong; what only a person can look at is not `is_checked`."""

    what: str
    text: str
    mend: str = ""
    is_checked: bool = True


def pages(given: Settings) -> Finding:
    """The pages are no must; where they are on, what guards them is looked at."""
    key = given.secret_key.get_secret_value()
    if not given.pages_at:
        missing = " and ".join(
            name for name, value in (("PUBLIC_URL", given.public_url), ("SECRET_KEY", key)) if not value
        )
        return Finding("pages", f"off: set {missing}, and people log in at PUBLIC_URL/m/", is_checked=False)
    if not given.sandbox and len(key) < LEAST_KEY:
        how = "make one with `openssl rand -base64 48`"
        return Finding("pages", f"SECRET_KEY is shorter than {LEAST_KEY} characters: sessions can be forged", how)
    if not given.sandbox and not given.public_url.startswith("https://"):
        how = "put a reverse proxy with a certificate in front (deploy/nginx.conf) and set PUBLIC_URL to its https:// address"
        return Finding("pages", f"{given.public_url} is not https: whoever listens on the way takes a session", how)
    return Finding("pages", f"people log in at {given.pages_at}/m/")
