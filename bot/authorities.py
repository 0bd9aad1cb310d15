"""Whom to believe who signed a server's certificate: a city's network often has an authority of its own."""

import ssl

from models.errors import OperatorError


def trusted(pem: str, setting: str) -> ssl.SSLContext | None:
    """None for the usual authorities; OperatorError for what is no certificate, naming the setting (READER_CA)."""
    if not pem:
        return None
    try:
        return ssl.create_default_context(cadata=pem)
    except (ssl.SSLError, ValueError) as error:
        raise OperatorError(
            f"{setting} holds no certificate: {error}. {setting}_FILE names the PEM file of the authority"
        ) from None
