"""The platform's side of an event's envelope (pages of 2025-04-07 and 2025-06-06).

Written apart from the bot's own reading of the same pages, so that one mistake cannot hide on both sides.
"""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK_BITS = 128


def seal(encrypt_key: str, text: str) -> str:
    """What stands under `encrypt`: the initial vector and the ciphertext in one."""
    iv = secrets.token_bytes(BLOCK_BITS // 8)
    padder = padding.PKCS7(BLOCK_BITS).padder()
    whole = padder.update(text.encode()) + padder.finalize()
    cipher = Cipher(algorithms.AES256(hashlib.sha256(encrypt_key.encode()).digest()), modes.CBC(iv)).encryptor()
    return base64.b64encode(iv + cipher.update(whole) + cipher.finalize()).decode("ascii")


def sign(encrypt_key: str, *, timestamp: str, nonce: str, body: bytes) -> str:
    digest = hashlib.sha256()
    for part in (timestamp.encode(), nonce.encode(), encrypt_key.encode(), body):
        digest.update(part)
    return digest.hexdigest()
