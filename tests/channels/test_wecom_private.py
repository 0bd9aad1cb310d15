"""A private deployment: its own address with a path, a certificate of its own authority, and less than the public service."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from wecom_parts import channel

from bot.channels.wecom import WeComChannel
from bot.settings import Settings
from models.errors import OperatorError
from models.messages import Button, Card, Delivered, Outgoing, OutgoingKind, Retry
from models.wording.fallbacks import fitted

HELLO = Outgoing(OutgoingKind.TEXT, "请于今日18:00前报送进展", ref="1")
CARD = Card("c-1", "5号请认领", buttons=(Button("take", "认领"), Button("no", "不属我局职责")))


def _signed(name: str, key: ec.EllipticCurvePrivateKey, by: tuple[str, ec.EllipticCurvePrivateKey]) -> x509.Certificate:
    issuer, signer = by
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=name == issuer, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    return made.sign(signer, hashes.SHA256())


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    """The authority's certificate, and the server's with its key."""
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    by = ("City CA", authority)
    pem = serialization.Encoding.PEM
    ca, own = tmp_path / "ca.pem", tmp_path / "server.pem"
    ca.write_bytes(_signed("City CA", authority, by).public_bytes(pem))
    key = server.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    own.write_bytes(key + _signed("wecom.city", server, by).public_bytes(pem))
    return ca, own


@asynccontextmanager
async def private(own: Path) -> AsyncIterator[tuple[str, list[str]]]:
    """Its base address, below a path of a shared host, and the paths that were called."""
    called: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        called.append(request.path)
        return web.json_response({"errcode": 0, "access_token": "t", "expires_in": 7200, "msgid": "MSG-1"})

    app = web.Application()
    app.router.add_route("*", "/{path:.+}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(own)
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        port = runner.addresses[0][1]
        yield f"https://127.0.0.1:{port}/wework/", called
    finally:
        await runner.cleanup()


async def send(ours: WeComChannel):
    try:
        return await ours.deliver(HELLO.kind, ours.render(HELLO, "lihua"))
    finally:
        await ours.close()


async def test_a_certificate_of_the_citys_own_authority_is_trusted_by_its_file(papers):
    ca, own = papers
    async with private(own) as (base, called):
        assert await send(channel(api_base=base, ca=ca.read_text())) == Delivered("MSG-1")
        assert called == ["/wework/cgi-bin/gettoken", "/wework/cgi-bin/message/send"]


async def test_without_the_file_nothing_is_sent_and_it_is_said_what_to_fill_in(papers):
    async with private(papers[1]) as (base, called):
        outcome = await send(channel(api_base=base))
        assert isinstance(outcome, Retry)
        assert "WECOM_CA_FILE" in outcome.error
        assert called == []


def test_what_is_no_certificate_is_the_operators_to_mend():
    with pytest.raises(OperatorError, match="WECOM_CA_FILE"):
        channel(ca="no certificate")


@pytest.mark.parametrize(
    ("without", "able"),
    [
        ("", {"cards", "card_updates", "recall_s", "media_s"}),
        ("cards", {"recall_s", "media_s"}),
        ("card_updates", {"cards", "recall_s", "media_s"}),
        ("recall, files", {"cards", "card_updates"}),
        ("cards,card_updates,recall,files", set()),
    ],
)
def test_what_it_lacks_is_not_asked_of_it(without, able):
    can = channel(without=without).capabilities
    assert {name for name in ("cards", "card_updates", "recall_s", "media_s") if getattr(can, name)} == able


def test_without_cards_the_choice_is_made_by_number():
    ours = channel(without="cards")
    shown = fitted(Outgoing(OutgoingKind.CARD, card=CARD, ref="2"), ours.capabilities)
    said = ours.render(shown, "lihua").decode()
    assert all(part in said for part in ("5号请认领", "选1 认领", "选2 不属我局职责"))
    assert "template_card" not in said


def test_a_word_for_what_it_lacks_is_checked():
    assert Settings(wecom_without="cards, recall").wecom_without
    with pytest.raises(ValueError, match="cards, card_updates, recall, files"):
        Settings(wecom_without="card")
