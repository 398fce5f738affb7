"""Reasons in words: polite, plain, and with the provision beside them."""

from datetime import date

from sesshu.kernel.eras import in_japanese
from sesshu.kernel.outcomes import ErrorClass
from sesshu.schedule.openings import Opening
from sesshu.schedule.verdicts import Reason


def too_young(from_on: date, provision: str) -> Reason:
    """The age is not reached yet."""
    text = f"接種できる年齢に達する前です。接種できるのは{in_japanese(from_on)}からです。"
    return Reason("too_young", text, provision, ErrorClass.OTHER)


def too_old(until_on: date, provision: str) -> Reason:
    """The age is past."""
    text = f"接種できる期間を過ぎています。接種できるのは{in_japanese(until_on)}まででした。"
    return Reason("too_old", text, provision, ErrorClass.OTHER)


def too_soon(opening: Opening, provision: str) -> Reason:
    """The interval is too short."""
    since = "" if opening.since is None else in_japanese(opening.since)
    need = "別の日" if opening.interval is None else f"{opening.interval.ja}以上の間隔"
    text = (
        f"接種の間隔が足りません。{since}の接種から{need}が必要です。"
        f"接種できるのは{in_japanese(opening.kept_from)}からです。"
    )
    return Reason("too_soon", text, provision, ErrorClass.WRONG_INTERVAL)


def too_soon_after_other(other: str, given_on: date, earliest: date, provision: str) -> Reason:
    """The interval to a different vaccine is too short."""
    text = (
        f"{in_japanese(given_on)}に接種した{other}との間隔が足りません。"
        f"接種できるのは{in_japanese(earliest)}からです。"
    )
    return Reason("too_soon_after_other", text, provision, ErrorClass.WRONG_INTERVAL)


def unnecessary(provision: str) -> Reason:
    """The course was complete already."""
    text = "必要な回数の接種は済んでいます。この接種は不要な接種にあたります。"
    return Reason("unnecessary", text, provision, ErrorClass.UNNECESSARY)


def wrong_product(name: str, series: str, provision: str) -> Reason:
    """The product is not legal for the series on that day."""
    text = f"{name}は、この日の{series}の定期接種に使えるワクチンではありません。"
    return Reason("wrong_product", text, provision, ErrorClass.WRONG_VACCINE)


def other_kind_begun(name: str, provision: str) -> Reason:
    """A dose of the other answer to the same choice was given before."""
    text = f"先に{name}で接種を始めています。原則として同じ種類で続けます。"
    return Reason("other_kind_begun", text, provision, ErrorClass.WRONG_VACCINE)


def wrong_volume(ml: float, allowed: list[float], provision: str) -> Reason:
    """The volume is not that of the age."""
    right = "または".join(f"{volume:g}mL" for volume in allowed)
    text = f"接種量が{ml:g}mLと記録されています。この年齢の接種量は{right}です。"
    return Reason("wrong_volume", text, provision, ErrorClass.WRONG_VOLUME)


def wrong_route(allowed: list[str], provision: str) -> Reason:
    """The route is not that of the article."""
    text = f"接種の方法が異なります。この接種は{'または'.join(allowed)}で行います。"
    return Reason("wrong_route", text, provision, ErrorClass.WRONG_ROUTE)


def expired(expires_on: date) -> Reason:
    """The lot had expired."""
    text = f"ワクチンの有効期限({in_japanese(expires_on)})を過ぎてから接種しています。"
    return Reason("expired", text, "定期接種実施要領", ErrorClass.EXPIRED)


def wrong_sex(provision: str) -> Reason:
    """The series is for the other sex."""
    text = "この接種の対象となる性別ではありません。別の方の記録でないか確かめてください。"
    return Reason("wrong_sex", text, provision, ErrorClass.WRONG_PERSON)


def outside_cohort(provision: str) -> Reason:
    """Born outside the birth dates of the law."""
    text = "生年月日が、この接種の対象となる範囲の外です。"
    return Reason("outside_cohort", text, provision, ErrorClass.OTHER)


def before_birth() -> Reason:
    """Given before birth."""
    text = "接種日が生年月日より前です。どちらが正しいか確かめてください。"
    return Reason("before_birth", text, "予防接種法第5条", ErrorClass.OTHER)


def after_death() -> Reason:
    """Given after death."""
    text = "接種日が死亡日より後です。どちらが正しいか確かめてください。"
    return Reason("after_death", text, "予防接種法第5条", ErrorClass.OTHER)


def in_future(on: date) -> Reason:
    """Given after the day of judgement."""
    text = f"接種日は今日({in_japanese(on)})以前の日を入力してください。"
    return Reason("in_future", text, "予防接種法第5条", ErrorClass.OTHER)


def not_covered(day: date) -> Reason:
    """The rulebook does not hold the law of that day."""
    text = f"{in_japanese(day)}の規則は、まだ登録されていません。当時の規則を確かめてください。"
    return Reason("not_covered", text, "規則集の収録範囲")


def no_law_yet(provision: str) -> Reason:
    """Before the series became routine."""
    return Reason("no_law_yet", "定期接種になる前の接種です。任意接種として記録します。", provision)


def earlier_dose_counts(provision: str) -> Reason:
    """A supplementary provision lets it count."""
    text = "定期接種になる前の接種ですが、経過措置により回数に数えます。"
    return Reason("earlier_dose_counts", text, provision)


def decided(*, counts: bool) -> Reason:
    """The ward decided."""
    what = "数える" if counts else "数えない"
    return Reason("decided", f"回数に{what}ことを、区で確認して決めています。", "区の決定")


def undecided() -> Reason:
    """Somebody has to decide."""
    text = "この接種を回数に数えるかは決まっていません。医師の意見を確かめ、2人で決めてください。"
    return Reason("undecided", text, "定期接種実施要領")


def complete(provision: str) -> Reason:
    """All done."""
    return Reason("complete", "必要な回数の接種が済んでいます。", provision)


def can_be_given(last_on: date, provision: str) -> Reason:
    """May be given now."""
    return Reason("due", f"接種できます。期限は{in_japanese(last_on)}までです。", provision)


def opens_by_age(from_on: date, provision: str) -> Reason:
    """Waits for an age."""
    text = f"対象の年齢になる{in_japanese(from_on)}から接種できます。"
    return Reason("waiting_for_age", text, provision)


def opens_by_interval(opening: Opening, earliest: date, provision: str) -> Reason:
    """Waits for an interval."""
    need = "" if opening.interval is None else f"前の接種から{opening.interval.ja}以上あけて、"
    return Reason(
        "waiting_for_interval", f"{need}{in_japanese(earliest)}から接種できます。", provision
    )


def opens_after_other(other: str, earliest: date, provision: str) -> Reason:
    """Waits for another vaccine's interval."""
    text = f"{other}との間隔をあけて、{in_japanese(earliest)}から接種できます。"
    return Reason("waiting_for_other", text, provision)


def missed(until_on: date, provision: str) -> Reason:
    """The window is over."""
    text = f"定期接種として接種できる期間は{in_japanese(until_on)}まででした。"
    return Reason("missed", text, provision)


def not_eligible(provision: str) -> Reason:
    """Not among those the law names."""
    return Reason("not_eligible", "生年月日または性別が、この接種の対象ではありません。", provision)


def had_disease(provision: str) -> Reason:
    """The disease was had."""
    text = "対象の病気にかかったことがあるため、定期接種の対象から除かれます。"
    return Reason("had_disease", text, provision)


def choose_one(names: str, provision: str) -> Reason:
    """One of several series."""
    return Reason("choose_one", f"{names}のどちらか一方を選びます。", provision)


def antigens_differ(names: str) -> Reason:
    """Some antigens of a mixed vaccine are further than others."""
    text = f"{names}は必要な回数が済んでいます。残りの病気について接種します。"
    return Reason("antigens_differ", text, "令和7年7月25日厚生労働省事務連絡")
