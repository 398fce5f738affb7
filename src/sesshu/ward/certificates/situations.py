"""Why no certificate was issued or printed; each says what to do next."""

from sesshu.foundation.ledger import Refused


class NoCertificate(Refused):
    """Nothing was issued; subclasses say why."""

    reason = "no_certificate"
    message = "済証は発行されませんでした。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NotProvable(NoCertificate):
    """A dose does not stand on record as one that this form proves."""

    reason = "dose_not_provable"
    message = (
        "選んだ接種に、取り消されたもの、間違い接種、または様式の違うものがあります。"
        "記録を確かめ、定期と臨時は別の済証にしてください。"
    )


class GuardedCertificate(NoCertificate):
    """Address and clinic of a guarded resident are not printed at an ordinary desk."""

    reason = "guarded_certificate"
    message = (
        "この方の済証は、支援措置担当に取り次いでください。住所と医療機関を、ここでは印刷しません。"
    )


class CorrectedSince(NoCertificate):
    """A dose that it names was corrected or cancelled after it was issued."""

    reason = "certificate_corrected_since"
    message = "この済証の接種は、発行の後に訂正されています。新しく発行してください。"
