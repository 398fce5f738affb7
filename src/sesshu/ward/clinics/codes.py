"""How a clinic works for the ward."""

from sesshu.foundation.duties import Labelled


class Contract(Labelled):
    """契約の種類 (immunization-schedule §6.2)."""

    WARD = "ward", "区の契約"
    MUTUAL = "mutual", "23区の相互乗り入れ"
    GROUP_SITE = "group_site", "集団接種の会場"
