"""規則の版の比較で変わる住民: the list that a head of section decides on, taken out (issue 3.8)."""

from collections.abc import Iterable
from dataclasses import astuple
from typing import ClassVar

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.kernel.eras import in_japanese
from sesshu.kernel.outcomes import Status
from sesshu.schedule.comparison import Effect
from sesshu.ward.residents import privacy as residents
from sesshu.ward.rulebooks import privacy as rulebooks
from sesshu.ward.rulebooks import queries
from sesshu.ward.rulebooks.queries import Comparison, Named
from sesshu.ward.rulebooks.releases import kept

EFFECT = (rulebooks.FIELDS, "rulebook_effect")


@take_out_list
class Affected(TakeOutList):
    """Whom a comparison of releases names: in one series and one effect, or in all of them."""

    kind: ClassVar = "rulebook.affected"
    title: ClassVar = "規則の版の比較で変わる住民"
    permission: ClassVar = Permission.RUN_START
    columns: ClassVar = (
        column("宛名番号", residents.FIELDS, "resident", "atena_number"),
        column("種類", *EFFECT, "series"),
        column("変わり方", *EFFECT, "effect"),
        column("今の状態", *EFFECT, "before_status"),
        column("今の最も早い日", *EFFECT, "before_earliest_on"),
        column("今の最後の日", *EFFECT, "before_last_on"),
        column("比べる版の状態", *EFFECT, "after_status"),
        column("比べる版の最も早い日", *EFFECT, "after_earliest_on"),
        column("比べる版の最後の日", *EFFECT, "after_last_on"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``run``, and perhaps ``series`` and ``effect``, of a comparison that ended well."""
        known = {name: given[name] for name in ("run", "series", "effect") if given.get(name)}
        _comparison(known)
        if known.get("effect", Effect.GAINS) not in list(Effect):
            raise UnknownConditions(known["effect"])
        return known

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which comparison of what, as of which day."""
        seen = _comparison(conditions)
        series, effect = conditions.get("series"), conditions.get("effect")
        names = _names(seen)
        return [
            ("比較", f"{seen.run_id}番（{seen.input_name}、判定日 {in_japanese(seen.on)}）"),
            ("種類", names.get(series, series) if series else "すべて"),
            ("変わり方", Effect(effect).ja if effect else "すべて"),
        ]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """One line for each resident and series, by series, effect and number."""
        seen = _comparison(conditions)
        names = _names(seen)
        for series, effects in sorted(queries.tally(seen.run_id).items()):
            for effect, count in sorted(effects.items()):
                if _wanted(conditions, series, effect):
                    for named in queries.named(seen.run_id, series, effect, 0, count):
                        yield _row(named, names.get(series, series), effect)


def _comparison(conditions: Conditions) -> Comparison:
    run = conditions.get("run", "")
    seen = queries.comparison(int(run)) if run.isascii() and run.isdigit() else None
    if seen is None:
        raise UnknownConditions(run)
    return seen


def _names(seen: Comparison) -> dict[str, str]:
    return {
        code: one.name
        for rulebook in (kept(seen.old), kept(seen.new))
        for code, one in rulebook.series.items()
    }


def _wanted(conditions: Conditions, series: str, effect: Effect) -> bool:
    wanted = (conditions.get("series", series), conditions.get("effect", str(effect)))
    return wanted == (series, str(effect))


def _row(named: Named, series: str, effect: Effect) -> Row:
    resident, atena_number, before, *before_days, after, first, last = astuple(named)
    values = (atena_number, series, effect.ja, _ja(before), *before_days, _ja(after), first, last)
    return Row(resident, values)


def _ja(status: str | None) -> str | None:
    return Status(status).ja if status else None
