"""Addresses of the pages of payments."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.payments.web import payees, paying, returned

MENU = (
    (Permission.FEE_SETTLE, "委託料の支払", "clinic-payments", 48),
    (Permission.RUN_START, "振込結果", "bank-returns", 50),
)

urlpatterns = [
    path("clinic-payments/", paying.payments, name="clinic-payments"),
    path("clinic-payments/make", paying.make, name="clinic-list-make"),
    path("clinic-payments/<int:list_id>/", paying.payment_list, name="clinic-payment-list"),
    path("clinic-payments/<int:list_id>/paid", paying.mark, name="clinic-list-paid"),
    path("clinic-payments/<int:list_id>/transfer", paying.transfer, name="clinic-list-transfer"),
    path("bank-returns/", returned.listed, name="bank-returns"),
    path("clinic-payees/", payees.listed, name="clinic-payees"),
]
