"""Rights and duties: least privilege and separation (R2, P6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.duties import (
    PERMISSIONS,
    REALMS,
    Duty,
    Permission,
    Realm,
    holders_of,
    permissions_of,
    realms_of,
)

RESIDENT_DATA = {
    Permission.RESIDENT_SEARCH,
    Permission.RESIDENT_VIEW,
    Permission.DOSE_ENTER,
    Permission.DOSE_CHECK,
    Permission.DOSE_CORRECT,
    Permission.GUARDED_REQUEST,
    Permission.GUARDED_APPROVE,
    Permission.GUARDED_PRINT,
    Permission.VOUCHER_ISSUE,
    Permission.ISSUE_VIEW,
    Permission.ISSUE_RUN,
    Permission.ISSUE_FIX,
}


def test_every_duty_has_rights_and_a_realm() -> None:
    assert set(PERMISSIONS) == set(REALMS) == set(Duty)
    assert all(PERMISSIONS[duty] for duty in Duty)


@pytest.mark.parametrize("permission", list(Permission))
def test_every_right_is_held_by_some_duty(permission: Permission) -> None:
    assert holders_of(permission)


@pytest.mark.parametrize("duty", [duty for duty in Duty if REALMS[duty] is not Realm.AFFAIR])
def test_administrators_and_auditors_never_reach_residents(duty: Duty) -> None:
    assert not PERMISSIONS[duty] & RESIDENT_DATA


@pytest.mark.parametrize("duty", [duty for duty in Duty if REALMS[duty] is Realm.AFFAIR])
def test_normal_users_never_administer_accounts_or_read_the_ledger(duty: Duty) -> None:
    administration = {
        Permission.ACCOUNT_PROPOSE,
        Permission.ACCOUNT_APPROVE,
        Permission.LEDGER_VIEW,
        Permission.FILE_TAKE_OUT_APPROVE,
    }
    assert not PERMISSIONS[duty] & administration


def test_no_single_duty_prepares_and_fixes_an_issue_run() -> None:
    assert not any(
        {Permission.ISSUE_RUN, Permission.ISSUE_FIX} <= rights for rights in PERMISSIONS.values()
    )


def test_no_single_duty_enters_and_checks_a_dose() -> None:
    assert not any(
        {Permission.DOSE_ENTER, Permission.DOSE_CHECK} <= rights for rights in PERMISSIONS.values()
    )


def test_no_single_duty_asks_for_and_approves_guarded_data() -> None:
    assert not any(
        {Permission.GUARDED_REQUEST, Permission.GUARDED_APPROVE} <= rights
        for rights in PERMISSIONS.values()
    )


@given(st.sets(st.sampled_from(list(Duty))))
def test_rights_of_duties_are_the_union_and_nothing_more(duties: set[Duty]) -> None:
    rights = permissions_of(duties)
    assert all(bool(set(holders_of(right)) & duties) for right in rights)
    assert all(PERMISSIONS[duty] <= rights for duty in duties)


def test_duties_of_two_realms_are_seen_as_such() -> None:
    assert realms_of([Duty.ENTRY, Duty.CHECK]) == {Realm.AFFAIR}
    assert realms_of([Duty.ENTRY, Duty.AUDIT]) == {Realm.AFFAIR, Realm.AUDIT}
    assert realms_of([]) == frozenset()


def test_codes_are_what_the_database_keeps_and_labels_what_staff_read() -> None:
    assert Permission("dose.enter") is Permission.DOSE_ENTER
    assert str(Duty.ENTRY) == "entry"
    assert Duty.ENTRY.label == "入力担当"
