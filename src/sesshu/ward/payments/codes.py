"""Codes of payments with the words of the office."""

from sesshu.foundation.duties import Labelled

TAKE_RETURN = "payments.bank_return"
PURPOSE = "振込結果の取込み"


class Fate(Labelled):
    """What the ward did by a row that a bank sent back."""

    PAID = "paid", "支払済みにした"
    FAILED = "failed", "振込不能として一覧から外した"
    UNMATCHED = "unmatched", "支払一覧と合わない"


class Batch(Labelled):
    """Whose payment lists a number of a list counts, as it stands in 顧客コード2."""

    CLINICS = "1", "委託料"
    REFUNDS = "2", "償還払い"

    def number(self, list_id: int) -> str:
        """The ten digits by which a bank's answer finds a list."""
        return f"{self.value}{list_id:09}"
