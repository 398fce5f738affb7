"""Addresses of accounts, under the municipality's segment."""

from django.urls import path

from sesshu.foundation.accounts.web import (
    account_views,
    approval_views,
    enrolment_views,
    own_views,
    rights_view,
    sign_in_views,
)
from sesshu.foundation.duties import Permission

MENU = ((Permission.ACCOUNT_VIEW, "利用者", "accounts", 70),)

urlpatterns = [
    path("sign-in", sign_in_views.start, name="sign-in"),
    path("sign-in/factor", sign_in_views.factor, name="sign-in-factor"),
    path("sign-in/key", sign_in_views.key, name="sign-in-key"),
    path("sign-out", sign_in_views.leave, name="sign-out"),
    path("enroll", enrolment_views.start, name="enroll"),
    path("enroll/password", enrolment_views.password, name="enroll-password"),
    path("enroll/factor", enrolment_views.factor, name="enroll-factor"),
    path("enroll/app", enrolment_views.app, name="enroll-app"),
    path("enroll/key", enrolment_views.key, name="enroll-key"),
    path("my-account", own_views.show, name="my-account"),
    path("my-account/password", own_views.password, name="my-password"),
    path("my-account/app", own_views.add_app, name="my-app"),
    path("my-account/app/code", own_views.app_code, name="my-app-code"),
    path("my-account/key", own_views.add_key, name="my-key"),
    path(
        "my-account/factors/<str:kind>/<int:factor_id>/remove",
        own_views.remove_factor,
        name="my-factor-remove",
    ),
    path("my-account/sessions/end", own_views.end_others, name="my-sessions-end"),
    path("accounts/", account_views.show_all, name="accounts"),
    path("accounts/new", account_views.issue, name="account-issue"),
    path("accounts/rights", rights_view.show, name="rights"),
    path("accounts/rights/review", rights_view.review, name="rights-review"),
    path("accounts/proposals/", approval_views.show_all, name="account-proposals"),
    path("accounts/proposals/<int:proposal_id>/", approval_views.show, name="account-proposal"),
    path(
        "accounts/proposals/<int:proposal_id>/approve",
        approval_views.accept,
        name="account-approve",
    ),
    path(
        "accounts/proposals/<int:proposal_id>/decline",
        approval_views.hand_back,
        name="account-decline",
    ),
    path(
        "accounts/proposals/<int:proposal_id>/withdraw",
        approval_views.take_back,
        name="account-withdraw",
    ),
    path("accounts/<int:account_id>/", account_views.show, name="account"),
    path("accounts/<int:account_id>/change", account_views.change, name="account-change"),
    path("accounts/<int:account_id>/revoke", account_views.revoke, name="account-revoke"),
    path("accounts/<int:account_id>/reenroll", account_views.reenroll, name="account-reenroll"),
    path("accounts/<int:account_id>/slip", approval_views.print_slip, name="account-slip"),
]
