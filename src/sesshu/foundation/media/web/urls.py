"""Addresses of the media ledger, under the municipality's segment."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.foundation.media.web import registers, steps, take_outs

MENU = ((Permission.MEDIA_VIEW, "媒体管理簿", "take-outs", 58),)
TAKE_OUT = "take-outs/<int:take_out_id>/"
MEDIUM = "media/<int:medium_id>/"
RECIPIENT = "recipients/<int:recipient_id>/"

urlpatterns = [
    path("take-outs/", take_outs.show_all, name="take-outs"),
    path("take-outs/new", take_outs.new, name="take-out-new"),
    path(TAKE_OUT, take_outs.show, name="take-out"),
    path(f"{TAKE_OUT}decide", take_outs.decide, name="take-out-decide"),
    path(f"{TAKE_OUT}withdraw", take_outs.withdraw, name="take-out-withdraw"),
    path(f"{TAKE_OUT}make", steps.make, name="take-out-make"),
    path(f"{TAKE_OUT}download", steps.download, name="take-out-download"),
    path(f"{TAKE_OUT}passphrase", steps.passphrase, name="take-out-passphrase"),
    path(f"{TAKE_OUT}hand-out", steps.hand_out, name="take-out-hand-out"),
    path(f"{TAKE_OUT}return", steps.take_back, name="take-out-return"),
    path(f"{TAKE_OUT}erase", steps.erase, name="take-out-erase"),
    path(f"{TAKE_OUT}confirm", steps.confirm, name="take-out-confirm"),
    path("media/", registers.media, name="media"),
    path("media/new", registers.new_medium, name="medium-new"),
    path(MEDIUM, registers.medium, name="medium"),
    path(f"{MEDIUM}carriers", registers.new_carrier, name="medium-carrier-new"),
    path(f"{MEDIUM}close", registers.close_medium, name="medium-close"),
    path(
        "media/carriers/<int:carrier_id>/close",
        registers.close_carrier,
        name="medium-carrier-close",
    ),
    path("recipients/", registers.recipients, name="recipients"),
    path("recipients/new", registers.new_recipient, name="recipient-new"),
    path(RECIPIENT, registers.recipient, name="recipient"),
    path(f"{RECIPIENT}people", registers.new_person, name="recipient-person-new"),
    path(f"{RECIPIENT}close", registers.close_recipient, name="recipient-close"),
    path(
        "recipients/people/<int:person_id>/close",
        registers.close_person,
        name="recipient-person-close",
    ),
]
