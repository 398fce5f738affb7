"""voucher.unreadable: codes of printed vouchers that a decoder does not read, or reads as another line.

Each voucher is looked at four times: as printed, out of focus, askew, and speckled, at 400 dpi.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.decoding import blurred, picture_of, read, skewed, speckled
from bench.voucher import vouchers
from sesshu.documents import render
from sesshu.documents.voucher import FORM

VOUCHERS = 2_000
PART = 100
PROCESSES = 2
CODES = ("QR Code", "Codabar")


def run() -> list[dict[str, object]]:
    """Print, photograph, spoil and read every voucher."""
    firsts = range(0, VOUCHERS, PART)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        looked_at, unread = map(sum, zip(*pool.map(unreadable, firsts), strict=True))
    assert looked_at == VOUCHERS * 4 * len(CODES)
    return [
        {
            "id": "voucher.unreadable",
            "work": f"{looked_at} codes of {VOUCHERS} vouchers: clean, blurred, skewed, speckled, 400 dpi",
            "number": unread,
            "unit": "codes",
            "limit": 0,
            "limit_is": "every code is read as printed",
            "better": "lower",
            "ratio": 1.0 if unread == 0 else 0.0,
        }
    ]


def unreadable(first: int) -> tuple[int, int]:
    """Codes looked at, and those not read as printed, of PART vouchers from `first` on."""
    asked = vouchers(PART, first)
    pdf = render(FORM, asked)
    looked_at = unread = 0
    for page, voucher in enumerate(asked.vouchers):
        picture = picture_of(pdf, page)
        for seen in (picture, blurred(picture), skewed(picture), speckled(picture, first + page)):
            said = read(seen)
            looked_at += len(CODES)
            unread += sum(said.get(code) != voucher.line.text for code in CODES)
    return looked_at, unread


if __name__ == "__main__":
    print(run())
