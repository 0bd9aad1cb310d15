"""The signed AES envelope of WeCom's callbacks (page 90968, 2024-07-18), which DingTalk's event push shares.

frame   = 16 random bytes | length of the text, 4 bytes big-endian | text, UTF-8 | receive id
encrypt = base64(AES-256-CBC(frame padded to 32), iv = first half of the key)
signature = sha1 of token, timestamp, nonce and encrypt, sorted and joined
"""

import binascii
import hmac
import os
import struct
from dataclasses import dataclass
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from models.errors import CallbackRefused, OperatorError

BLOCK = 32
HEAD = 20  # random prefix and length
PADDINGS = tuple(bytes([n]) * n for n in range(BLOCK + 1))


@dataclass(frozen=True, slots=True)
class Sealed:
    encrypt: str
    signature: str
    timestamp: str
    nonce: str


class Envelope:
    """Opens and seals for one app; all that is wrong with what comes in is a CallbackRefused."""

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        key = _decode_key(aes_key)
        self._token = token
        self._receive_id = receive_id.encode()
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def verify(self, signature: str, timestamp: str, nonce: str, encrypt: str) -> None:
        """Raises bad_signature. Compares in constant time."""
        expected = self.sign(timestamp, nonce, encrypt)
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass")):
            raise CallbackRefused("bad_signature")

    def sign(self, timestamp: str, nonce: str, encrypt: str) -> str:
        joined = "".join(sorted((self._token, timestamp, nonce, encrypt)))
        return sha1(joined.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()

    def open(self, encrypt: str) -> str:
        """The text inside. Call `verify` first. Causes in this order: bad_base64, bad_length, bad_padding,
        bad_msg_len, receive_id_mismatch, bad_utf8."""
        frame = _unpadded(self._decrypted(encrypt))
        if len(frame) < HEAD:
            raise CallbackRefused("bad_msg_len")
        end = HEAD + struct.unpack_from(">I", frame, 16)[0]
        if end > len(frame):
            raise CallbackRefused("bad_msg_len")
        if not hmac.compare_digest(frame[end:], self._receive_id):
            raise CallbackRefused("receive_id_mismatch")
        try:
            return frame[HEAD:end].decode()
        except UnicodeDecodeError:
            raise CallbackRefused("bad_utf8") from None

    def seal(self, plaintext: str, timestamp: str, nonce: str, prefix: bytes | None = None) -> Sealed:
        """`prefix` is 16 random bytes; given only where the outcome must be known beforehand."""
        text = plaintext.encode()
        frame = (prefix or os.urandom(16)) + struct.pack(">I", len(text)) + text + self._receive_id
        encryptor = self._cipher.encryptor()
        padded = frame + PADDINGS[BLOCK - len(frame) % BLOCK]
        encrypt = binascii.b2a_base64(encryptor.update(padded) + encryptor.finalize(), newline=False).decode()
        return Sealed(encrypt, self.sign(timestamp, nonce, encrypt), timestamp, nonce)

    def _decrypted(self, encrypt: str) -> bytes:
        try:
            data = binascii.a2b_base64(encrypt, strict_mode=True)
        except ValueError:
            raise CallbackRefused("bad_base64") from None
        if not data or len(data) % 16:
            raise CallbackRefused("bad_length")
        decryptor = self._cipher.decryptor()
        return decryptor.update(data) + decryptor.finalize()


def _unpadded(padded: bytes) -> bytes:
    # The block is 32, so a library's unpadder for AES' 16 would refuse half of what is right.
    count = padded[-1]
    if not 1 <= count <= BLOCK or not padded.endswith(PADDINGS[count]):
        raise CallbackRefused("bad_padding")
    return padded[:-count]


def _decode_key(aes_key: str) -> bytes:
    # The 43rd character may carry two spare bits: not strict.
    try:
        key = binascii.a2b_base64(aes_key + "=")
    except ValueError:
        key = b""
    if len(aes_key) != 43 or len(key) != 32:
        raise OperatorError("EncodingAESKey 应为 43 个字母和数字，请从管理后台重新复制")
    return key
