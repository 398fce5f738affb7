"""返信用封筒: the desk's address and nothing of whoever sends it back (B15)."""

import msgspec
import pytest
from documents.paper import pages_of
from pypdfium2 import PdfDocument

from sesshu.documents import Address, Misprint, render
from sesshu.documents.return_envelope import FORM, ReturnEnvelope

SAMPLE: ReturnEnvelope = FORM.sample()


def addressed(*lines: str) -> ReturnEnvelope:
    address = Address("999-0000", lines)
    desk = msgspec.structs.replace(SAMPLE.office.desk, address=address)
    return ReturnEnvelope(office=msgspec.structs.replace(SAMPLE.office, desk=desk))


def test_it_brings_a_form_to_the_desk() -> None:
    pdf = render(FORM, SAMPLE)
    [text] = pages_of(pdf)
    desk = SAMPLE.office.desk
    for said in ("返信用", f"〒{desk.address.postal_code}", *desk.address.lines, desk.department):
        assert "".join(said.split()) in text
    assert text.count("行") == 1
    assert [round(one / 72 * 25.4) for one in PdfDocument(pdf)[0].get_size()] == [235, 120]


def test_whoever_sends_it_need_not_say_who_they_are() -> None:
    assert "書かなくても届きます" in pages_of(render(FORM, SAMPLE))[0]


def test_a_long_address_is_set_smaller_or_refused_and_never_cut() -> None:
    long = "見本県見本市見本町" * 4
    assert long in pages_of(render(FORM, addressed(long)))[0]
    with pytest.raises(Misprint, match="too small"):
        render(FORM, addressed(long * 6))
