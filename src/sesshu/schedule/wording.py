"""Reasons in words: polite, plain, and with the provision beside them."""

from datetime import date

from sesshu.kernel.eras import in_japanese
from sesshu.kernel.outcomes import ErrorClass
from sesshu.schedule.openings import Opening
from sesshu.schedule.verdicts import NextDose, Reason


def too_young(from_on: date, provision: str) -> Reason:
    """The age is not reached yet."""
    text = f"接種できる年齢に達する前です。接種できるのは{in_japanese(from_on)}からです。"
    return Reason("too_young", text, provision, ErrorClass.OTHER)


def too_old(until_on: date, provision: str) -> Reason:
    """The age is past."""
    last = "" if until_on == date.min else f"接種できるのは{in_japanese(until_on)}まででした。"
    text = f"接種できる期間を過ぎています。{last}"
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


def too_soon_after_other(
    other: str, given_on: date, earliest: date, provision: str, verify: tuple[str, ...]
) -> Reason:
    """The interval to a different vaccine is too short."""
    text = (
        f"{in_japanese(given_on)}に接種した{other}との間隔が足りません。"
        f"接種できるのは{in_japanese(earliest)}からです。"
    )
    return Reason("too_soon_after_other", text, provision, ErrorClass.WRONG_INTERVAL, verify)


def too_late(opening: Opening, provision: str) -> Reason:
    """The longest interval the law then knew is over."""
    most = opening.rule.at_most
    since = "" if opening.since is None else in_japanese(opening.since)
    need = "" if most is None else f"{most.ja}まで"
    text = (
        f"接種の間隔が長すぎます。当時は{since}の接種から{need}の間に接種することとされ、"
        f"{in_japanese(opening.kept_until)}まででした。"
    )
    return Reason("too_late", text, provision, ErrorClass.WRONG_INTERVAL)


def stage_first(names: str, provision: str) -> Reason:
    """Doses of another course must come first."""
    text = f"先に{names}の接種を済ませる必要があります。"
    return Reason("stage_first", text, provision, ErrorClass.WRONG_INTERVAL)


def needs_fact(names: str, provision: str) -> Reason:
    """The law asks for something that is not on record."""
    text = f"対象となるには「{names}」の記録が必要です。"
    return Reason("needs_fact", text, provision, ErrorClass.OTHER)


def not_begun_in_time(provision: str) -> Reason:
    """Only those who began in time may go on."""
    text = "経過措置の期間に1回以上接種した方だけが対象です。"
    return Reason("not_begun_in_time", text, provision, ErrorClass.OTHER)


def product_switched(provision: str) -> Reason:
    """Doses before were of another kind, and the law does not let the kinds be mixed."""
    text = "前の接種と種類が異なります。途中で種類を替えた接種は、定期接種になりません。"
    return Reason("product_switched", text, provision, ErrorClass.WRONG_VACCINE)


def not_for_this_person(provision: str) -> Reason:
    """The vaccine is legal for the series, but by no method open to this person."""
    text = "このワクチンで行う方法は、この方の生年月日と接種日では定期接種にありません。"
    return Reason("not_for_this_person", text, provision, ErrorClass.WRONG_VACCINE)


def no_pregnancy(provision: str) -> Reason:
    """No pregnancy is on record that holds the day."""
    text = "接種日を含む妊娠の記録(分娩予定日)がありません。"
    return Reason("no_pregnancy", text, provision, ErrorClass.OTHER)


def for_pregnant_women(provision: str) -> Reason:
    """The series is given in pregnancy."""
    text = "妊娠中の方が対象です。妊娠の記録(分娩予定日)がありません。"
    return Reason("for_pregnant_women", text, provision)


def excluded(fact: str, provision: str, verify: tuple[str, ...]) -> Reason:
    """A fact takes the person out."""
    text = f"「{fact}」の記録があるため、定期接種の対象から除かれます。"
    return Reason("excluded", text, provision, ErrorClass.OTHER, verify)


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
    text = (
        f"先に{name}で接種を始めています。原則として同じ種類で続けます。"
        "やむを得ない事情で替えるときは、区で認めるかを決めます。"
    )
    error, verify = ErrorClass.WRONG_VACCINE, ("product-switch",)
    return Reason("other_kind_begun", text, provision, error, verify)


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


def no_law_any_more(ended: date | None, provision: str) -> Reason:
    """After the series or course had left the law."""
    text = f"この種類の接種は{_or_earlier(ended)}で終わっています。"
    return Reason("no_law_any_more", text, provision, ErrorClass.WRONG_VACCINE)


def closed_here(provision: str) -> Reason:
    """Not given in this municipality on the day."""
    text = "この区市町村では、この期間は定期接種として行っていません。"
    return Reason("no_law_any_more", text, provision, ErrorClass.WRONG_VACCINE)


def _or_earlier(day: date | None) -> str:
    return "すでに" if day is None else in_japanese(day)


def not_law_yet(begins: date, provision: str) -> Reason:
    """The series becomes routine later."""
    text = f"この種類の定期接種は{in_japanese(begins)}に始まります。"
    return Reason("not_law_yet", text, provision)


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


def can_be_given(following: NextDose, on: date, provision: str) -> Reason:
    """May be given now, and how that day lies to the standard period."""
    last_on = following.last_on
    until = "" if last_on == date.max else f"期限は{in_japanese(last_on)}までです。"
    return Reason("due", f"接種できます。{_standard(following, on)}{until}", provision)


def _standard(following: NextDose, on: date) -> str:
    first, last = following.standard_from, following.standard_until
    if last is not None and last < on:
        return f"標準的な接種期間({in_japanese(last)}まで)は過ぎています。"
    begins = f"{in_japanese(first)}から" if first is not None and on < first else ""
    ends = f"{in_japanese(last)}まで" if last is not None else ""
    return f"標準的な接種期間は{begins}{ends}です。" if begins or ends else ""


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


def opens_after_other(
    other: str, earliest: date, provision: str, verify: tuple[str, ...]
) -> Reason:
    """Waits for another vaccine's interval."""
    text = f"{other}との間隔をあけて、{in_japanese(earliest)}から接種できます。"
    return Reason("waiting_for_other", text, provision, verify=verify)


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


def had_disease_before(provision: str) -> Reason:
    """The disease was had before the dose."""
    text = "接種日より前に対象の病気にかかった記録があり、定期接種の対象から除かれます。"
    return Reason("had_disease", text, provision, ErrorClass.OTHER)


def withheld(provision: str, verify: tuple[str, ...]) -> Reason:
    """Residents are not urged in these days."""
    text = "積極的な勧奨を差し控えている期間です。希望する方は定期接種として接種できます。"
    return Reason("withheld", text, provision, verify=verify)


def another_covers(names: str, provision: str) -> Reason:
    """Another series of the group is offered."""
    text = f"{names}で接種するため、この種類の予診票は使いません。"
    return Reason("another_covers", text, provision)


def partly_done(names: str, provision: str) -> Reason:
    """What is left is covered by other series."""
    text = (
        f"この種類に含まれる病気の一部は必要な回数が済んでいます。残りは{names}で接種します。"
        "入手できないときは、この種類で続けることもできます。"
    )
    return Reason("partly_done", text, provision)


def dead(provision: str) -> Reason:
    """Nothing is offered any more."""
    return Reason("dead", "亡くなった方です。", provision)


def later_stage(names: str, provision: str) -> Reason:
    """Waits for other courses."""
    return Reason("waiting_for_stage", f"先に{names}の接種を済ませてください。", provision)


def live_together(names: str, day: date) -> str:
    """Two live injected vaccines on one day."""
    return (
        f"{names}は注射の生ワクチンです。同じ日に接種するか、27日以上の間隔をあけます。"
        f"{in_japanese(day)}なら、すべてを同じ日に接種できます。"
    )


def choose_one(names: str, provision: str) -> Reason:
    """One of several series."""
    return Reason("choose_one", f"{names}のどちらか一方を選びます。", provision)


def antigens_differ(names: str) -> Reason:
    """Some antigens of a mixed vaccine are further than others."""
    text = f"{names}は必要な回数が済んでいます。残りの病気について接種します。"
    return Reason("antigens_differ", text, "令和7年7月25日厚生労働省事務連絡")
