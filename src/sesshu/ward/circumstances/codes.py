"""Codes of what is known of a person, and by what it was shown."""

from sesshu.foundation.duties import Labelled

KIND = "ward.circumstance"
PURPOSE = "接種に関わる事情の記録"
HAD_DISEASE = "had_disease"
# Told once a pregnancy, for a day alone, for the whole ward, or of one vaccine: each has a place of its own.
ELSEWHERE = frozenset(
    {
        "pregnancy",
        "fever",
        "acute_illness",
        "vaccine_shortage",
        "anaphylaxis",
        "otherwise_unsuitable",
    }
)


class ShownBy(Labelled):
    """The paper that a circumstance was seen on, or that nothing was shown."""

    DOCTOR = "doctor", "医師の診断書・意見書"
    HANDBOOK = "handbook", "母子健康手帳"
    CERTIFICATE = "certificate", "身体障害者手帳"
    TEST = "test", "検査結果の写し"
    STATEMENT = "statement", "本人・保護者の申出"
