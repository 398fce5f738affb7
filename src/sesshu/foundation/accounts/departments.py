"""The departments whose staff use the file (requirement P1); an account belongs to exactly one."""

from sesshu.foundation.duties import Labelled


class Department(Labelled):
    """The four users named by the privacy impact assessment [Ⅱ-2 ⑥]."""

    INFECTION = "infection", "感染症対策課"
    COMMUNITY_HEALTH = "community_health", "地域保健課"
    RESIDENT_VACCINATION = "resident_vaccination", "住民接種調整担当課"
    HEALTH_PROMOTION = "health_promotion", "健康づくり課"
