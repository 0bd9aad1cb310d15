"""What proves that an event is Feishu's and keeps others from reading it (pages of 2025-04-07 and 2025-06-06).

encrypt   = base64(iv | AES-256-CBC(event padded to 16)), key = SHA-256 of the Encrypt Key, iv = 16 random bytes
signature = hex SHA-256 of timestamp, nonce, Encrypt Key and the body as it came, byte for byte
Without an Encrypt Key nothing is encrypted or signed, and the event's Verification Token is all there is.
"""

import binascii
import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from models.errors import CallbackRefused

BLOCK = 16
PADDINGS = tuple(bytes([n]) * n for n in range(BLOCK + 1))


def sign(encrypt_key: str, timestamp: str, nonce: str, body: bytes) -> str:
    return sha256((timestamp + nonce + encrypt_key).encode("utf-8", "surrogatepass") + body).hexdigest()


def verify(encrypt_key: str, *, signature: str, timestamp: str, nonce: str, body: bytes) -> None:
    """Raises bad_signature. Compares in constant time."""
    expected = sign(encrypt_key, timestamp, nonce, body)
    if not is_same(expected, signature):
        raise CallbackRefused("bad_signature")


def is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


class Envelope:
    """Opens what was encrypted for one app; all that is wrong with it is a CallbackRefused."""

    def __init__(self, encrypt_key: str) -> None:
        self._key = algorithms.AES(sha256(encrypt_key.encode()).digest())

    def open(self, encrypt: str) -> str:
        """The text inside. Causes in this order: bad_base64, bad_length, bad_padding, bad_utf8."""
        try:
            sealed = binascii.a2b_base64(encrypt, strict_mode=True)
        except ValueError:
            raise CallbackRefused("bad_base64") from None
        if len(sealed) < 2 * BLOCK or len(sealed) % BLOCK:
            raise CallbackRefused("bad_length")
        decryptor = Cipher(self._key, modes.CBC(sealed[:BLOCK])).decryptor()
        padded = decryptor.update(sealed[BLOCK:]) + decryptor.finalize()
        count = padded[-1]
        if not 1 <= count <= BLOCK or not padded.endswith(PADDINGS[count]):
            raise CallbackRefused("bad_padding")
        try:
            return padded[:-count].decode()
        except UnicodeDecodeError:
            raise CallbackRefused("bad_utf8") from None
