"""Addresses of the refunds' pages."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.refunds.web import accounts, applying, deciding, guarded, lists, paying

MENU = (
    (Permission.REFUND_VIEW, "償還払い", "refunds", 42),
    (Permission.REFUND_PAY, "償還払いの支払", "refund-payments", 44),
    (Permission.GUARDED_REFUND, "担当課の償還払い", "guarded-refunds", 43),
)

urlpatterns = [
    path("refunds/", lists.refunds, name="refunds"),
    path("refunds/<int:application_id>/", lists.refund, name="refund"),
    path("refunds/<int:application_id>/propose/", applying.propose, name="refund-propose"),
    path("refunds/<int:application_id>/pdf", lists.decision_pdf, name="refund-pdf"),
    path("refunds/<int:application_id>/account/", accounts.change, name="refund-account"),
    path("refunds/papers/<int:evidence_id>", lists.paper, name="refund-paper"),
    path("residents/<int:resident_id>/refunds/new", applying.new, name="refund-new"),
    path("refund-checks/", deciding.checks, name="refund-checks"),
    path("refund-checks/<int:proposal_id>/", deciding.decide, name="refund-check"),
    path("refund-checks/accounts/<int:proposal_id>/", accounts.decide, name="refund-account-check"),
    path("guarded-refunds/", guarded.refunds, name="guarded-refunds"),
    path("guarded-refunds/<int:application_id>/", guarded.refund, name="guarded-refund"),
    path(
        "guarded-refunds/<int:application_id>/propose/",
        guarded.propose,
        name="guarded-refund-propose",
    ),
    path(
        "guarded-refunds/<int:application_id>/pdf", guarded.decision_pdf, name="guarded-refund-pdf"
    ),
    path(
        "guarded-refunds/<int:application_id>/account/",
        guarded.change_account,
        name="guarded-refund-account",
    ),
    path("guarded-refunds/<int:application_id>/order", guarded.order, name="guarded-refund-order"),
    path("guarded-refunds/<int:application_id>/paid", guarded.mark, name="guarded-refund-paid"),
    path("guarded-refunds/papers/<int:evidence_id>", guarded.paper, name="guarded-refund-paper"),
    path("guarded-refunds/checks/<int:proposal_id>/", guarded.decide, name="guarded-refund-check"),
    path(
        "guarded-refunds/checks/accounts/<int:proposal_id>/",
        guarded.decide_account,
        name="guarded-refund-account-check",
    ),
    path("residents/<int:resident_id>/guarded-refunds/new", guarded.new, name="guarded-refund-new"),
    path("refund-payments/", paying.payments, name="refund-payments"),
    path("refund-payments/make", paying.make, name="refund-list-make"),
    path("refund-payments/<int:list_id>/", paying.payment_list, name="refund-payment-list"),
    path("refund-payments/<int:list_id>/transfer", paying.transfer, name="refund-list-transfer"),
    path("refund-payments/<int:list_id>/paid", paying.mark, name="refund-list-paid"),
]
