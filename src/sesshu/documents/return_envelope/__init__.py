"""返信用封筒: the desk's address for an envelope of 長形3号, printed on the envelope itself (B15)."""

from pathlib import Path

import msgspec

from sesshu.documents.forms import Form
from sesshu.documents.office import Office


class ReturnEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an envelope brings its papers to."""

    office: Office


FORM = Form(Path(__file__).parent, ReturnEnvelope)
