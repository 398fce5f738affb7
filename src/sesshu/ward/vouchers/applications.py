"""新接種券発行申請書兼接種記録確認同意書: one form, an application and a consent to ask (B13, R20)."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.ward.vouchers.codes import Channel, IdentityDocument
from sesshu.ward.vouchers.models import ConsentText
from sesshu.ward.vouchers.statements import write

PURPOSE = "接種券の申請の受付"
TEXT = (
    "区は、この申請により接種券を発行します。"
    "あわせて、あなたの接種の記録を、前にお住まいの市区町村へ照会することに同意をお願いしています。"
    "照会した記録は、次に受ける接種の種類と回数を確かめ、接種券を発行するためだけに使います。"
    "同意しない場合も、母子健康手帳や接種済証で確かめられる範囲で接種券を発行します。"
)
"""What the applicant is told on the form; a changed text is a new version beside the old ones."""
VERSION = sha256(TEXT.encode()).hexdigest()
KEEP = """
INSERT INTO consent_text (version, content, kept_at) VALUES (%s, %s, clock_timestamp())
ON CONFLICT (version) DO NOTHING
"""
APPLY = """
INSERT INTO voucher_application
    (resident_id, applied_on, channel, identity_document, consents, consent_text_id)
VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody who moved in handed in."""

    resident_id: int
    applied_on: date
    channel: Channel
    identity_document: IdentityDocument
    consents: bool


def receive(actor: Actor, application: Application) -> int:
    """Keep an application with the text it was signed under; its number."""
    with ledger.act(actor, "voucher.applied_for", PURPOSE) as event:
        event.about(application.resident_id)
        write(KEEP, [VERSION, TEXT])
        text = ConsentText.objects.get(version=VERSION)
        said = [application.resident_id, application.applied_on, application.channel.value]
        proof = [application.identity_document.value, application.consents, text.pk]
        [(number,)] = write(APPLY, [*said, *proof])
        event.detail(application=number)
    return int(number)
