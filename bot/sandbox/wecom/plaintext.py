"""The XML inside a callback, as the platform writes it, and the XML of a passive reply, as it reads it.

Follows developer.work.weixin.qq.com/document/path/90239 (2019-10-23) and 90240 (2025-11-26).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.sandbox.wecom.envelope import BadEnvelope, Envelope


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who and when: the elements every plaintext opens with."""

    corp_id: str
    agent_id: int
    user: str
    created: int


def cdata(text: str) -> str:
    """`]]>` would end the section early, so it is split over two; what XML has no place for is dropped."""
    legal = "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))
    return "<![CDATA[" + legal.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _document(stamp: Stamp, kind: str, inner: str) -> str:
    return (
        f"<xml><ToUserName>{cdata(stamp.corp_id)}</ToUserName><FromUserName>{cdata(stamp.user)}</FromUserName>"
        f"<CreateTime>{stamp.created}</CreateTime><MsgType>{cdata(kind)}</MsgType>{inner}"
        f"<AgentID>{stamp.agent_id}</AgentID></xml>"
    )


def text_message(stamp: Stamp, msgid: str, text: str) -> str:
    return _document(stamp, "text", f"<Content>{cdata(text)}</Content><MsgId>{msgid}</MsgId>")


def image_message(stamp: Stamp, msgid: str, *, url: str, media: str) -> str:
    inner = f"<PicUrl>{cdata(url)}</PicUrl><MediaId>{cdata(media)}</MediaId><MsgId>{msgid}</MsgId>"
    return _document(stamp, "image", inner)


def voice_message(stamp: Stamp, msgid: str, *, media: str) -> str:
    inner = f"<MediaId>{cdata(media)}</MediaId><Format>{cdata('amr')}</Format><MsgId>{msgid}</MsgId>"
    return _document(stamp, "voice", inner)


_OTHERS = {
    "video": "<MediaId>{media}</MediaId><ThumbMediaId>{media}</ThumbMediaId>",
    "location": "<Location_X>34.2632</Location_X><Location_Y>108.9402</Location_Y><Scale>15</Scale>"
    "<Label>{text}</Label><AppType><![CDATA[wxwork]]></AppType>",
    "link": "<Title>{text}</Title><Description>{text}</Description><Url><![CDATA[https://news.example.test/1]]></Url>"
    "<PicUrl><![CDATA[]]></PicUrl>",
}


def other_message(stamp: Stamp, msgid: str, kind: str, text: str) -> str:
    """A video, a location or a link; the text is its label or its title."""
    inner = _OTHERS[kind].format(text=cdata(text), media=cdata(f"MEDIA-{msgid}"))
    return _document(stamp, kind, f"{inner}<MsgId>{msgid}</MsgId>")


def happening(stamp: Stamp, name: str, elements: Mapping[str, object]) -> str:
    """An event that no hand did: subscribe, change_contact, batch_job_result …"""
    inner = "".join(f"<{name}>{cdata(str(value))}</{name}>" for name, value in elements.items())
    return _document(stamp, "event", f"<Event>{cdata(name)}</Event>{inner}")


def event(stamp: Stamp, name: str, key: str, inner: str = "") -> str:
    """`name` is click, enter_agent, template_card_event …"""
    return _document(stamp, "event", f"<Event>{cdata(name)}</Event><EventKey>{cdata(key)}</EventKey>{inner}")


def card_answer(*, task_id: str, card_type: str, response_code: str, chosen: dict[str, list[str]]) -> str:
    """What a click on a card adds to its event."""
    inner = (
        f"<TaskId>{cdata(task_id)}</TaskId><CardType>{cdata(card_type)}</CardType>"
        f"<ResponseCode>{cdata(response_code)}</ResponseCode>"
    )
    if not chosen:
        return inner
    items = "".join(_selected(question, options) for question, options in chosen.items())
    return inner + f"<SelectedItems>{items}</SelectedItems>"


def _selected(question: str, options: list[str]) -> str:
    ids = "".join(f"<OptionId>{cdata(option)}</OptionId>" for option in options)
    inner = f"<QuestionKey>{cdata(question)}</QuestionKey><OptionIds>{ids}</OptionIds>"
    return f"<SelectedItem>{inner}</SelectedItem>"


def misspelt(plaintext: str) -> str:
    """Older copies of the platform's page write OpitonIds, and so do some of its answers."""
    return plaintext.replace("OptionId", "OpitonId")


def post_body(corp_id: str, agent_id: int, encrypt: str) -> str:
    return (
        f"<xml><ToUserName>{cdata(corp_id)}</ToUserName><AgentID>{cdata(str(agent_id))}</AgentID>"
        f"<Encrypt>{cdata(encrypt)}</Encrypt></xml>"
    )


@dataclass(frozen=True, slots=True)
class PassiveReply:
    kind: str
    text: str = ""


def read_passive_reply(body: str, envelope: Envelope) -> PassiveReply:
    """Raises BadEnvelope when the phone would show an error."""
    try:
        outer = fromstring(body)
        encrypt = outer.findtext("Encrypt", "")
        envelope.check(
            outer.findtext("MsgSignature", ""),
            timestamp=outer.findtext("TimeStamp", ""),
            nonce=outer.findtext("Nonce", ""),
            encrypt=encrypt,
        )
        inner = fromstring(envelope.decrypt(encrypt))
    except (ParseError, DefusedXmlException):
        raise BadEnvelope("bad_xml") from None
    kind = inner.findtext("MsgType", "")
    return PassiveReply(kind, inner.findtext("Button/ReplaceName" if kind == "update_button" else "Content", ""))
