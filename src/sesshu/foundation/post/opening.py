"""Open an envelope: is it what it says, from whom it says, for us, and can we read it?"""

import re
from typing import Any

import msgspec

from sesshu.foundation.keys import NotForUs, decrypt, verifies, verifying_keys
from sesshu.foundation.post.outbox import KEY_PURPOSE
from sesshu.foundation.post.paper import Received
from sesshu.foundation.post.registry import Taker, taker_of
from sesshu.foundation.walls import Place, current_place
from sesshu.wire.post import Envelope, NotAnEnvelope, parse

PLACE_IN_BODY = re.compile(r"`(\$[^`]*)`")


class CannotWork(Exception):
    """A paper cannot be worked. The message tells the operator why and what to do; no names, no values."""


def opened(content: bytes) -> tuple[Envelope, Taker, Any]:
    """The envelope, who works it, and its body as the published type. Raises CannotWork."""
    try:
        envelope = parse(content)
    except NotAnEnvelope as error:
        raise CannotWork(f"封筒の形が違います（{error}）。送り元に確かめてください。") from error
    _check_addresses(envelope)
    _check_signature(envelope)
    taker = taker_of(envelope.receiver, envelope.kind, envelope.version)
    if taker is None:
        raise CannotWork(
            f"{envelope.kind} 第{envelope.version}版を読む処理がありません。"
            "この版のソフトウェアを更新してから、もう一度処理してください。"
        )
    return envelope, taker, _body(envelope, taker)


def received_of(envelope: Envelope) -> Received:
    """What the function that works the paper is told of its envelope."""
    return Received(envelope.id, envelope.sender, envelope.sequence, envelope.made_at)


def _check_addresses(envelope: Envelope) -> None:
    if Place(envelope.municipality, envelope.receiver) != current_place():
        raise CannotWork("ほかのシステムあての文書です。配達の設定を確かめてください。")


def _check_signature(envelope: Envelope) -> None:
    keys = verifying_keys(Place(envelope.municipality, envelope.sender), KEY_PURPOSE)
    if not verifies(keys, envelope.key, envelope.signature, envelope.signed_bytes()):
        raise CannotWork(
            f"署名が送り元の鍵（{envelope.key}番）で確かめられません。"
            "送り元の公開鍵があるか、文書が途中で変えられていないかを確かめてください。"
        )


def _body(envelope: Envelope, taker: Taker) -> Any:
    try:
        plain = decrypt(current_place(), KEY_PURPOSE, envelope.body)
        return msgspec.json.decode(plain, type=taker.paper_type)
    except NotForUs as error:
        raise CannotWork(
            "文書を開く鍵がありません。鍵を戻してから、もう一度処理してください。"
        ) from error
    except msgspec.DecodeError as error:  # its own words may quote a value
        where = PLACE_IN_BODY.findall(str(error))
        raise CannotWork(
            f"内容の形が違います（{''.join(where[-1:]) or '読めません'}）。送り元に確かめてください。"
        ) from error
