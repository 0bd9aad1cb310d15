"""Every error code that the reference of DingTalk names, and what is made of it."""

import pytest

from bot.channels.dingtalk_errors import (
    BAD_SECRET,
    CARD_KNOWN,
    QUOTA,
    SESSION_OVER,
    TOKEN_REFUSED,
    steps_of,
    verdict,
)
from models.messages import Refused, Retry, Unknown

CODES = {
    "renewed": "40014 42001 40001 InvalidAuthentication invalidParameter.token.invalid",
    "waited for": (
        "90018 90002 90001 90003 90004 90005 90006 90007 90008 90009 90010 90011 90012 90013 90014 90017"
        " Forbidden.AccessDenied.QpsLimitForAppkeyAndApi Forbidden.AccessDenied.QpmLimitForAppkeyAndApi Forbidden.AccessDenied.QpsLimitForApi"
        " send.too.fast send.byToken.tooFast too.many.people too.many.group system.busy systemBusy qps.exceed.limit request.too.fast"
        " daily.call.limit"
    ),
    "tried again": "-1 processQueryKey.expireTime",
    "config": (
        "90020 Forbidden.AccessDenied.ApiCountLimitForOrg 40096 invalidClientIdOrSecret authFailed invalid.client unauthorized.client"
        " 60011 Forbidden.AccessDenied.AccessTokenPermissionDenied 60020 Forbidden.AccessDenied.IpNotInWhiteList"
        " AuthenticationFailed.MissingParameter"
        " invalidParameter.robotCode.empty invalidParameter.robotCode.notExsit invalidParameter.robotCode.invalid"
        " invalidParameter.robotCode.auth not.allowed.robotCode robot.oto.notExist chatbotId.notAllow.sendOTO bot.stopped"
        " bot.forbidden.sendMessage send.forbidden param.templateNotExist param.templateUnpublished param.cardTemplateIdEmpty"
    ),
    "recipient": (
        "33012 60121 50002 staffId.notExisted illegal.receivers miss.staffId param.userIdNotExist group.disbanded"
        " miss.openConversationId invalid.openConversationId"
    ),
    "unknown": "unknown.send.result unknownError system.error",
    "content": (
        "34016 430101 430104 40035 400002 param.contentUnsafe param.empty param.invalid param.outTrackIdEmpty param.openSpaceIdEmpty"
        " param.openSpaceIdInvalid param.openDeliverModelEmpty param.openDeliverModelError param.cardNotExist"
        " param.cardDataAndPrivateDataBothEmpty invalidParameter.userIds.empty invalidParameter.userIds.overMax"
        " invalidParameter.msgKey.empty invalidParameter.msgKey.invalid invalidParameter.msgParam.invalid"
        " invalidParameter.msgParam.tooLong invalidParameter.msg.unsupport miss.param.content template.not.existed template.stopped"
        " contain.unsafe.url contain.notAllowed.text contain.notAllowed.picture contain.notAllowed.content receivers.exceed"
        " invalidParameter.downloadCode robot.processQueryKey.expired notRevoke.all.messages Missingbody HTTP-404"
    ),
}
TABLE = [(code, means) for means, codes in CODES.items() for code in codes.split()]


def meaning(code: str, status: int = 400) -> str:
    if code in TOKEN_REFUSED:
        return "renewed"
    if steps_of(code):
        return "waited for"
    match verdict(code, status, "words"):
        case Retry():
            return "tried again"
        case Unknown():
            return "unknown"
        case Refused(_, blame):
            return blame


@pytest.mark.parametrize(("code", "means"), TABLE)
def test_what_is_made_of_it(code, means):
    assert meaning(code) == means


def test_no_code_stands_twice():
    assert len(TABLE) == len({code for code, _ in TABLE}) > 90


def test_a_fault_of_the_servers_own_may_have_sent_it():
    assert meaning("whatever", 500) == meaning("whatever", 503) == "unknown"
    assert meaning("system.busy", 500) == "waited for", "it says that it did nothing"


@pytest.mark.parametrize(("codes", "named"), [(QUOTA, "额度"), (BAD_SECRET, "DINGTALK_CLIENT_SECRET")])
def test_what_an_admin_reads_says_what_to_do(codes, named):
    assert all(named in verdict(code, 400, code).error for code in codes)


@pytest.mark.parametrize("code", [CARD_KNOWN, SESSION_OVER])
def test_what_the_caller_knows_better_is_no_limit_and_no_token(code):
    assert (steps_of(code), code in TOKEN_REFUSED) == (None, False)
