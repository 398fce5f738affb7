"""The words of the media ledger: kinds of media, of recipients, of files, and the steps of a take-out."""

from sesshu.foundation.duties import Labelled


class MediumKind(Labelled):
    """What carries a file out of the house; a line is registered like a medium (requirements P21–P25)."""

    OPTICAL_DISC = "optical_disc", "光ディスク"
    EXTERNAL_DISK = "external_disk", "外付けディスク"
    USB_MEMORY = "usb_memory", "USBメモリ"
    LINE = "line", "専用線・LGWAN"


class RecipientKind(Labelled):
    """Who is given files."""

    CONTRACTOR = "contractor", "委託先"
    DEPARTMENT = "department", "区の部署"


class FileFormat(Labelled):
    """How the rows lie inside the encrypted file."""

    XLSX = "xlsx", "Excel（xlsx）"
    CSV = "csv", "CSV（UTF-8、BOM付き）"
    TRANSFERS = "txt", "振込データ（全銀形式、1件120字）"
    ANSWER = "dat", "国保連への回答（制御行のあるCSV）"


class Erasure(Labelled):
    """How data were made unrecoverable (requirements D9–D11)."""

    OVERWRITTEN = "overwritten", "専用ソフトによる上書き消去"
    KEY_DESTROYED = "key_destroyed", "暗号鍵の破棄"
    DEMAGNETIZED = "demagnetized", "磁気消去"
    DESTROYED = "destroyed", "物理的な破壊・裁断"


class Step(Labelled):
    """What happens to a file that was made; each once, in this order but for the passphrase."""

    DOWNLOADED = "downloaded", "ダウンロード"
    PASSPHRASE_SHOWN = "passphrase_shown", "パスワードの表示"
    HANDED_OUT = "handed_out", "受渡し"
    RETURNED = "returned", "返却"
    ERASED = "erased", "消去"
    CONFIRMED = "confirmed", "消去の確認"


class Progress(Labelled):
    """How far a take-out has come, from the request to the confirmed erasure."""

    ASKED = "asked", "承認待ち"
    DECLINED = "declined", "差戻し"
    WITHDRAWN = "withdrawn", "取下げ"
    APPROVED = "approved", "承認済み"
    MADE = "made", "ファイル作成済み"
    LAPSED = "lapsed", "ダウンロードせずに終了"
    DOWNLOADED = "downloaded", "受渡し前"
    HANDED_OUT = "handed_out", "受渡し中"
    RETURNED = "returned", "返却済み・消去前"
    ERASED = "erased", "消去済み・確認前"
    CONFIRMED = "confirmed", "完了"
