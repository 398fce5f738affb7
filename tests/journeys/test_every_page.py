"""Every address of the portal is opened in a browser by somebody who may, and passes every rule."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from conftest import SETAGAYA
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from journeys.browser import Listener, check_page
from journeys.people import cookie_of
from journeys.visited import World
from journeys.ways import closed_ways, right_to
from journeys.world import make_world
from playwright.sync_api import BrowserContext, Page, expect

from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.accounts.queries import duties_of
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission, permissions_of
from sesshu.foundation.walls import Place, enter

pytestmark = pytest.mark.browser

CHILD = {"resident_id": "child"}
PROTECTED = {"resident_id": "protected"}
TODDLER = {"resident_id": "toddler"}
MOTHER = {"resident_id": "mother"}
NEWBORN = {"resident_id": "newborn"}
HIDDEN = {"resident_id": "hidden"}
HELD = {"application_id": "guarded_refund"}
HELD_DECIDED = {"application_id": "guarded_refund_decided"}
SETTLED = {"of": "settled_month", "provider_code": "clinic"}
CLAIMED = {"of": "claimed_month", "provider_code": "clinic"}
STATISTICS = {"report_id": "statistics"}
TODAY = today()
COUNTER = "?purpose=counter"


class Visit(NamedTuple):
    """An address, who opens it, what about, with which query, and how far they have signed in."""

    name: str
    who: str = ""
    about: Mapping[str, str] = MappingProxyType(
        {}
    )  # argument of the address → what of the world it names
    query: str = ""
    stage: Stage = Stage.FULL
    shot: str = ""

    @property
    def title(self) -> str:
        """What the test and the picture are called."""
        return self.shot or self.name


PAGES = [
    Visit("sign-in"),
    Visit("sign-in-factor", "entry", stage=Stage.PASSWORD),
    Visit("enroll"),
    Visit("enroll-password", "newcomer", stage=Stage.ENROLMENT),
    Visit("enroll-factor", "newcomer", stage=Stage.ENROLMENT),
    Visit("enroll-app", "newcomer", stage=Stage.ENROLMENT),
    Visit("home", "administrator", shot="home-administrator"),
    Visit("home", "entry", shot="home-entry"),
    Visit("home", "check", shot="home-check"),
    Visit("home", "auditor", shot="home-auditor"),
    Visit("my-account", "entry"),
    Visit("my-password", "entry"),
    Visit("my-app", "entry"),
    Visit("my-app-code", "entry"),
    Visit("my-key", "entry"),
    Visit("my-factor-remove", "entry", {"factor_id": "factor", "kind": "totp"}),
    Visit("accounts", "administrator"),
    Visit("account-issue", "administrator"),
    Visit("rights", "auditor"),
    Visit("account-proposals", "administrator"),
    Visit("account-proposal", "administrator", {"proposal_id": "proposal"}),
    Visit("account", "administrator", {"account_id": "newcomer"}),
    Visit("account-change", "administrator", {"account_id": "colleague"}),
    Visit("account-revoke", "administrator", {"account_id": "colleague"}),
    Visit("account-reenroll", "administrator", {"account_id": "colleague"}),
    Visit("runs", "runs"),
    Visit("run-new", "runs"),
    Visit("run", "runs", {"run_id": "run"}),
    Visit("run", "runs", {"run_id": "run_failed"}, shot="run-failed"),
    Visit("run", "auditor", {"run_id": "run_done"}, shot="run-done"),
    Visit("run-cancel", "runs", {"run_id": "run"}),
    Visit("residents", "entry"),
    Visit("residents-found", "entry", {"number": "search"}),
    Visit("resident", "entry", CHILD, shot="resident-purpose"),
    Visit("resident", "entry", CHILD, COUNTER),
    Visit("resident", "entry", PROTECTED, COUNTER, shot="resident-protected"),
    Visit("resident-household", "entry", CHILD, COUNTER),
    Visit("resident-history", "entry", CHILD, COUNTER),
    Visit("resident-as-known", "entry", TODDLER, f"{COUNTER}&known_on={TODAY}"),
    Visit("resident", "entry", TODDLER, COUNTER, shot="resident-with-doses"),
    Visit("dose-new", "entry", TODDLER, "?purpose=entry"),
    Visit("dose-new", "entry", TODDLER, "?purpose=entry&series=MR2", shot="dose-new-form"),
    Visit("dose-sent", "entry", TODDLER | {"proposal_id": "waiting"}, "?purpose=entry"),
    Visit("dose-correct", "entry", TODDLER | {"dose_id": "dose"}, "?purpose=review"),
    Visit("dose-cancel", "entry", TODDLER | {"dose_id": "dose"}, "?purpose=review"),
    Visit("resident-circumstances", "entry", TODDLER, COUNTER),
    Visit("circumstance-change", "entry", TODDLER | {"circumstance_id": "circumstance"}, COUNTER),
    Visit("circumstance-checks", "check"),
    Visit("circumstance-check", "check", {"proposal_id": "circumstance_asked"}),
    Visit("history-answer", "entry", TODDLER, COUNTER),
    Visit("reactions", "entry", query="?year=2026"),
    Visit("reaction-new", "entry", {"dose_id": "dose"}),
    Visit("reaction", "entry", {"report_id": "reaction"}),
    Visit("reaction-change", "entry", {"report_id": "reaction"}),
    Visit("reaction-checks", "check"),
    Visit("reaction-check", "check", {"proposal_id": "reaction_asked"}),
    Visit("dose-sent-back", "entry"),
    Visit("checks", "check"),
    Visit("check", "check", {"proposal_id": "waiting"}, "?purpose=check"),
    Visit("guarded-request", "entry", PROTECTED, COUNTER),
    Visit("guarded-own", "entry"),
    Visit("guarded-requests", "guarded"),
    Visit("guarded-decide", "guarded", {"proposal_id": "request"}),
    Visit("protections", "guarded"),
    Visit("resident-protection", "guarded", CHILD, COUNTER),
    Visit("resident-protection", "guarded", PROTECTED, COUNTER, shot="resident-protection-known"),
    Visit("protection-end", "guarded", {"proposal_id": "protection_end"}),
    Visit("registry-files", "runs"),
    Visit("rejected-rows", "runs", {"file_id": "file"}),
    Visit("rejected-row", "runs", {"row_id": "row"}),
    Visit("fees", "fees", query="?of=2026-04"),
    Visit("fee-clinic", "fees", SETTLED, shot="fee-clinic-settled"),
    Visit("fee-clinic", "fees", CLAIMED),
    Visit("fee-claim", "fees", CLAIMED),
    Visit("fee-doses", "fees", SETTLED),
    Visit("fee-exclude", "fees", {"dose_id": "dose"}),
    Visit("unit-prices", "fees"),
    Visit("fee-approvals", "check"),
    Visit("fee-approval", "check", {"proposal_id": "price"}),
    Visit("welfare-files", "fees"),
    Visit("welfare-rows", "fees", {"file_id": "welfare_file"}),
    Visit("welfare-row", "fees", {"row_id": "welfare_row"}),
    Visit("claims-files", "fees"),
    Visit("claims-file", "fees", {"file_id": "claims_file"}),
    Visit("claims-file", "fees", {"file_id": "claims_settled"}, shot="claims-file-settled"),
    Visit("claims-line", "fees", {"line_id": "claims_line"}),
    Visit("claims-line", "fees", {"line_id": "claims_faulty"}, shot="claims-line-faulty"),
    Visit("fee-approval", "check", {"proposal_id": "claims_waiting"}, shot="claims-approval"),
    Visit("resident-fees", "fees", TODDLER, COUNTER),
    Visit("resident-pregnancies", "maternal", MOTHER, COUNTER),
    Visit("pregnancy-change", "maternal", MOTHER | {"pregnancy_id": "pregnancy"}, COUNTER),
    Visit("clinics", "entry"),
    Visit("clinic", "check", {"provider_code": "clinic"}),
    Visit("clinic-new", "entry"),
    Visit("lots", "entry"),
    Visit("clinics-table-new", "entry"),
    Visit("lots-table-new", "entry"),
    Visit("lot-new", "entry"),
    Visit("masters", "check"),
    Visit("master", "check", {"proposal_id": "master"}),
    Visit("intake-checks", "entry"),
    Visit("intake-check-change", "entry", {"check_id": "intake_check"}),
    Visit("intake-check-decide", "check", {"proposal_id": "check_change"}),
    Visit("guarded-rows", "guarded"),
    Visit("guarded-row", "guarded", {"row_id": "guarded_row"}),
    Visit("intake-files", "entry"),
    Visit("intake-file", "entry", {"file_id": "intake_file"}),
    Visit("intake-file", "check", {"file_id": "handed_file"}, shot="intake-file-handed-over"),
    Visit("intake-row", "entry", {"row_id": "intake_row"}),
    Visit("intake-approvals", "check"),
    Visit("mishaps", "entry"),
    Visit("mishap", "entry", {"dose_id": "dose"}),
    Visit("mishap-approvals", "check"),
    Visit("mishap-approval", "check", {"proposal_id": "mishap"}),
    Visit("intake-approval", "check", {"proposal_id": "intake_approval"}),
    Visit("home", "runs", shot="home-runs"),
    Visit("home", "guarded", shot="home-guarded"),
    Visit("rulebook-comparisons", "runs"),
    Visit("rulebook-overlays", "runs"),
    Visit("rulebook-overlay-new", "runs"),
    Visit("rulebook-overlay-decide", "runs", {"proposal_id": "overlay"}),
    Visit("rulebook-comparison", "runs", {"run_id": "compared"}),
    Visit("rulebook-affected", "runs", {"run_id": "compared", "series": "VAR", "effect": "moved"}),
    Visit("issue-runs", "runs"),
    Visit("issue-run-new", "runs"),
    Visit("issue-run", "runs", {"run_id": "issue_numbered"}),
    Visit("issue-run", "check", {"run_id": "issue_waiting"}, shot="issue-run-waiting"),
    Visit("issue-candidates", "runs", {"run_id": "issue_numbered"}),
    Visit("issue-ask-fix", "runs", {"run_id": "issue_listed"}),
    Visit("issue-to-stop", "runs", {"run_id": "issue_numbered"}),
    Visit("issue-by-hand", "runs", {"run_id": "issue_numbered"}),
    Visit("issue-decide", "check", {"proposal_id": "issue_fix"}),
    Visit("issue-guarded", "guarded"),
    Visit("resident-vouchers", "entry", TODDLER, COUNTER),
    Visit("voucher-new", "entry", TODDLER, COUNTER),
    Visit("voucher-new", "entry", TODDLER, f"{COUNTER}&moved_in=1", shot="voucher-moved-in"),
    Visit("voucher-reissue", "entry", TODDLER | {"voucher_id": "voucher"}, COUNTER),
    Visit("voucher-exempt", "entry", TODDLER, COUNTER),
    Visit("voucher-returns", "entry"),
    Visit("merges", "entry"),
    Visit("merge-undo", "entry", {"merge_id": "merge"}),
    Visit("resident", "entry", {"resident_id": "merged"}, COUNTER, shot="resident-merged"),
    Visit("likely-pairs", "entry"),
    Visit("merge-number", "entry", {"resident_id": "twice"}, COUNTER),
    Visit("merge-new", "entry", {"resident_id": "twice", "other_id": "once_more"}, COUNTER),
    Visit("merge-checks", "check"),
    Visit("merge-check", "check", {"proposal_id": "merge_waiting"}),
    Visit("letters", "entry"),
    Visit("letter", "entry", {"letter_id": "letter"}),
    Visit("resident-letters", "entry", TODDLER, COUNTER),
    Visit("letter-new", "entry", TODDLER, COUNTER),
    Visit("letter-checks", "check"),
    Visit("letter-check", "check", {"proposal_id": "letter_waiting"}),
    Visit("letter-check", "check", {"proposal_id": "report_waiting"}, shot="report-check"),
    Visit("report-new", "entry"),
    Visit("report", "entry", {"report_id": "report"}),
    Visit("refunds", "entry"),
    Visit("refund", "entry", {"application_id": "refund"}),
    Visit("refund", "check", {"application_id": "refund_decided"}, shot="refund-decided"),
    Visit("refund-propose", "entry", {"application_id": "refund"}),
    Visit("refund-new", "entry", NEWBORN, "?purpose=claim"),
    Visit("refund-new", "entry", NEWBORN, "?purpose=claim&dose={refund_dose}", shot="refund-form"),
    Visit("refund-account", "entry", {"application_id": "refund"}),
    Visit("refund-account-check", "check", {"proposal_id": "refund_account_waiting"}),
    Visit("refund-checks", "check"),
    Visit("refund-check", "check", {"proposal_id": "refund_waiting"}),
    Visit("budget", "fees"),
    Visit("clinic-payments", "fees"),
    Visit("clinic-payment-list", "fees", {"list_id": "clinic_list"}),
    Visit("bank-returns", "fees"),
    Visit("clinic-payment-list", "fees", {"list_id": "failed_list"}, shot="clinic-list-failed"),
    Visit("clinic-payees", "fees"),
    Visit("forms", "entry"),
    Visit("guarded-letters", "guarded"),
    Visit("guarded-letter", "guarded", {"letter_id": "guarded_letter"}),
    Visit("guarded-letter-new", "guarded", HIDDEN, COUNTER),
    Visit("guarded-letter-check", "guarded", {"proposal_id": "guarded_letter_waiting"}),
    Visit("resident-certificates", "entry", TODDLER, COUNTER),
    Visit("guarded-refunds", "guarded"),
    Visit("guarded-refund", "guarded", HELD),
    Visit("guarded-refund", "guarded", HELD_DECIDED, shot="guarded-refund-decided"),
    Visit("guarded-refund-propose", "guarded", HELD),
    Visit("guarded-refund-new", "guarded", HIDDEN, "?purpose=claim"),
    Visit(
        "guarded-refund-new",
        "guarded",
        HIDDEN,
        "?purpose=claim&dose={guarded_refund_dose}",
        shot="guarded-refund-form",
    ),
    Visit("guarded-refund-account", "guarded", HELD),
    Visit("guarded-refund-account-check", "guarded", {"proposal_id": "guarded_account_waiting"}),
    Visit("guarded-refund-check", "guarded", {"proposal_id": "guarded_refund_waiting"}),
    Visit("refund-payments", "runs"),
    Visit("refund-payment-list", "runs", {"list_id": "payment_list"}),
    Visit("take-outs", "security"),
    Visit("take-outs", "auditor", shot="take-outs-auditor"),
    Visit(
        "take-out-new",
        "runs",
        query="?list=rulebook.affected&run={compared}",
    ),
    Visit("take-out", "security", {"take_out_id": "take_out"}, shot="take-out-to-decide"),
    Visit("take-out", "runs", {"take_out_id": "take_out_made"}, shot="take-out-made"),
    Visit("take-out", "security", {"take_out_id": "take_out_erased"}, shot="take-out-erased"),
    Visit("take-out-decide", "security", {"take_out_id": "take_out"}),
    Visit("take-out-hand-out", "runs", {"take_out_id": "take_out_erased"}),
    Visit("take-out-erase", "runs", {"take_out_id": "take_out_erased"}),
    Visit("media", "security"),
    Visit("medium-new", "security"),
    Visit("medium", "security", {"medium_id": "medium"}),
    Visit("medium-carrier-new", "security", {"medium_id": "medium"}),
    Visit("medium-carrier-close", "security", {"carrier_id": "carrier"}),
    Visit("medium-close", "security", {"medium_id": "medium"}),
    Visit("recipients", "security"),
    Visit("recipient-new", "security"),
    Visit("recipient", "security", {"recipient_id": "recipient"}),
    Visit("recipient-person-new", "security", {"recipient_id": "recipient"}),
    Visit("recipient-person-close", "security", {"person_id": "recipient_person"}),
    Visit("recipient-close", "security", {"recipient_id": "recipient"}),
    Visit("home", "security", shot="home-security"),
    Visit("register", "runs", query="?from_on=2026-04-01&until_on=2027-03-31&series="),
    Visit("statistics", "reports"),
    Visit("statistics-new", "reports"),
    Visit("statistics-report", "reports", STATISTICS),
    Visit(
        "statistics-report",
        "reports",
        {"report_id": "signed"},
        "?edition=published",
        shot="statistics-published",
    ),
    Visit("statistics-report", "head", {"report_id": "coverage"}, shot="statistics-coverage"),
    Visit("statistics-publish", "reports", {"report_id": "coverage"}),
    Visit("statistics-basis", "reports", STATISTICS),
    Visit("statistics-changes", "reports", STATISTICS),
    Visit("statistics-decide", "head", STATISTICS),
    Visit("recalls", "runs"),
    Visit("recall-new", "runs"),
    Visit("recall", "runs", {"number": "round_waiting"}, shot="recall-waiting"),
    Visit("recall", "runs", {"number": "round_fixed"}),
    Visit("recall", "runs", {"number": "round_posted"}, shot="recall-posted"),
    Visit("recall-letters", "check", {"number": "round_posted"}),
    Visit("recall-stop", "runs", {"number": "round_fixed"}),
    Visit("recall-decide", "check", {"number": "round_waiting"}),
    Visit("manual", "auditor"),
    Visit("manual", "entry", query="?q=BCG", shot="manual-narrowed"),
    Visit("ledger", "auditor", shot="ledger-conditions"),
    Visit("ledger", "auditor", query=f"?purpose=regular&from_on={TODAY}&until_on={TODAY}"),
    Visit("ledger-entry", "auditor", {"entry_id": "entry"}, "?purpose=regular"),
]
ACTIONS = [
    Visit("sign-in-key", "entry", stage=Stage.PASSWORD),
    Visit("sign-out", "entry"),
    Visit("stay", "entry"),
    Visit("keep", "entry"),
    Visit("enroll-key", "newcomer", stage=Stage.ENROLMENT),
    Visit("my-sessions-end", "entry"),
    Visit("rights-review", "administrator"),
    Visit("account-approve", "administrator", {"proposal_id": "proposal"}),
    Visit("account-decline", "administrator", {"proposal_id": "proposal"}),
    Visit("account-withdraw", "administrator", {"proposal_id": "proposal"}),
    Visit("account-slip", "administrator", {"account_id": "newcomer"}),
    Visit("run-resume", "runs", {"run_id": "run"}),
    Visit("guarded-contact", "entry", {"proposal_id": "request"}),
    Visit("take-out-withdraw", "runs", {"take_out_id": "take_out"}),
    Visit("take-out-make", "runs", {"take_out_id": "take_out"}),
    Visit("take-out-download", "runs", {"take_out_id": "take_out_made"}),
    Visit("take-out-passphrase", "security", {"take_out_id": "take_out_made"}),
    Visit("take-out-return", "runs", {"take_out_id": "take_out_erased"}),
    Visit("take-out-confirm", "security", {"take_out_id": "take_out_erased"}),
    Visit("rejected-replay", "runs", {"file_id": "file"}),
    Visit("welfare-replay", "fees", {"file_id": "welfare_file"}),
    Visit("claims-replay", "fees", {"file_id": "claims_file"}),
    Visit("resident-tax", "fees", TODDLER),
    Visit("protection-ask-end", "guarded", PROTECTED),
    Visit("guarded-row-leave-out", "guarded", {"row_id": "guarded_row"}),
    Visit("intake-recheck", "entry", {"file_id": "intake_file"}),
    Visit("intake-submit", "entry", {"file_id": "intake_file"}),
    Visit("intake-row-pass", "entry", {"row_id": "intake_row"}),
    Visit("intake-row-drop", "entry", {"row_id": "intake_row"}),
    Visit("intake-compare", "check", {"sample_id": "sample"}),
    Visit("statistics-again", "reports", STATISTICS),
    Visit("statistics-submit", "reports", STATISTICS),
    Visit("recall-propose", "runs", {"number": "round_waiting"}),
    Visit("recall-post", "runs", {"number": "round_fixed"}),
    Visit("recall-discard", "runs", {"number": "round_waiting"}),
    Visit("issue-discard", "runs", {"run_id": "issue_listed"}),
    Visit("issue-pull", "runs", {"run_id": "issue_numbered"}),
    Visit("issue-posted", "runs", {"run_id": "issue_numbered"}),
    Visit("fee-print", "fees", SETTLED),
    Visit("issue-print", "runs", {"run_id": "issue_numbered", "batch": "1"}),
    Visit("issue-covers", "runs", {"run_id": "issue_numbered", "batch": "1"}),
    Visit("issue-print-guarded", "guarded", {"run_id": "issue_numbered", "batch": "1"}),
    Visit("issue-covers-guarded", "guarded", {"run_id": "issue_numbered", "batch": "1"}),
    Visit("voucher-withdraw", "entry", TODDLER | {"voucher_id": "voucher"}),
    Visit("voucher-print", "entry", TODDLER | {"voucher_id": "voucher"}),
    Visit("vouchers-print", "entry", TODDLER),
    Visit("voucher-return-settle", "entry", {"return_id": "returned"}),
    Visit("likely-find", "entry"),
    Visit("refund-list-make", "runs"),
    Visit("certificate-print", "entry", TODDLER | {"certificate_id": "certificate"}),
    Visit("guarded-refund-order", "guarded", HELD_DECIDED),
    Visit("guarded-refund-paid", "guarded", HELD_DECIDED),
    Visit("clinic-list-make", "fees"),
    Visit("clinic-list-paid", "fees", {"list_id": "clinic_list"}),
    Visit("clinic-list-transfer", "fees", {"list_id": "clinic_list"}),
    Visit("refund-list-paid", "runs", {"list_id": "payment_list"}),
    Visit("refund-list-transfer", "runs", {"list_id": "payment_list"}),
]
FORMS = [
    visit
    for visit in PAGES
    if visit.title
    in {
        "sign-in",
        "sign-in-factor",
        "enroll",
        "enroll-password",
        "enroll-app",
        "my-password",
        "my-app",
        "my-app-code",
        "my-factor-remove",
        "account-issue",
        "account-change",
        "account-revoke",
        "account-reenroll",
        "account-proposal",
        "residents",
        "dose-new-form",
        "dose-correct",
        "dose-cancel",
        "check",
        "ledger-conditions",
        "resident-circumstances",
        "circumstance-change",
        "circumstance-check",
        "history-answer",
        "reaction-new",
        "reaction",
        "reaction-change",
        "reaction-check",
        "guarded-request",
        "guarded-decide",
        "guarded-row",
        "resident-protection",
        "protection-end",
        "clinic-new",
        "lot-new",
        "fee-claim",
        "clinics-table-new",
        "master",
        "intake-check-change",
        "intake-approval",
        "mishap",
        "mishap-approval",
        "run-cancel",
        "merge-number",
        "merge-new",
        "merge-undo",
        "merge-check",
        "letter-new",
        "issue-run-new",
        "issue-ask-fix",
        "issue-decide",
        "voucher-new",
        "voucher-moved-in",
        "voucher-reissue",
        "voucher-exempt",
        "voucher-returns",
        "resident-pregnancies",
        "pregnancy-change",
        "letter-check",
        "report-new",
        "refund-propose",
        "refund-form",
        "refund-check",
        "resident-certificates",
        "guarded-letter-new",
        "guarded-letter-check",
        "guarded-refund-propose",
        "guarded-refund-form",
        "guarded-refund-account",
        "guarded-refund-check",
        "rulebook-overlay-new",
        "rulebook-overlay-decide",
        "take-out-new",
        "take-out-to-decide",
        "take-out-hand-out",
        "take-out-erase",
        "medium-new",
        "medium-carrier-new",
        "medium-close",
        "recipient-new",
        "recipient-person-new",
        "recipient-close",
        "statistics-new",
        "statistics-decide",
        "recall-new",
        "recall-decide",
    }
]
WITH_A_RIGHT = [visit for visit in PAGES if visit.who and visit.stage is Stage.FULL]
EMPTIED_AND_SENT = """form => {
  for (const field of form.elements) {
    if (field.type === "hidden") continue;
    if ("checked" in field) field.checked = false;
    if (!["checkbox", "radio"].includes(field.type)) field.value = "";
  }
  form.requestSubmit();
}"""
NOT_PAGES = {"stylesheet", "date-echo", "gallery"}  # tests/ui looks at these
FILES = {  # and the tests of each duty at its files
    "manual-pdf",
    "form-application",
    "form-screening",
    "form-envelope",
    "clinics-table",
    "lots-table",
    "report-scan",
    "intake-image",
    "statistics-csv",
    "register-paper",
    "issue-roster",
    "intake-faults",
    "recall-roster",
    "letter-pdf",
    "refund-pdf",
    "refund-paper",
    "guarded-letter-pdf",
    "guarded-refund-pdf",
    "guarded-refund-paper",
    "recall-print",
    "report-pdf",
    "statistics-svg",
    "statistics-png",
    "statistics-pdf",
}


@pytest.fixture(scope="module")
def world(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with enter(SETAGAYA):
        yield make_world(tmp_path_factory.mktemp("registry"))


@pytest.fixture
def desk(shared_desk: BrowserContext) -> BrowserContext:
    """Nobody's browser yet."""
    shared_desk.clear_cookies()
    return shared_desk


@pytest.fixture
def page(shared_tab: tuple[Page, Listener]) -> Iterator[Page]:
    """The tab; a complaint of the browser while the test runs fails the test."""
    tab, listener = shared_tab
    listener.complaints.clear()
    yield tab
    assert listener.complaints == []


def rights_in(world: World) -> dict[str, frozenset[Permission]]:
    """What each enrolled person of the world may do, one person for each set of duties."""
    held = duties_of(person.account.pk for person in world.people.values())
    of_duties = {
        held[person.account.pk]: who for who, person in world.people.items() if who != "newcomer"
    }
    return {who: permissions_of(duties) for duties, who in of_duties.items()}


def address(visit: Visit, world: World) -> str:
    about = {argument: world.found.get(name, name) for argument, name in visit.about.items()}
    arguments = {"municipality": SETAGAYA.municipality, **about}
    return reverse(visit.name, kwargs=arguments) + visit.query.format_map(world.found)


def arrive(visit: Visit, world: World, browser: BrowserContext, portal: str) -> None:
    if visit.who:
        browser.add_cookies([cookie_of(world.token(visit.who, visit.stage), portal)])


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.title)
def test_a_page_passes_every_rule(
    page: Page, desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    answer = page.goto(live_portal + address(visit, world))
    assert answer is not None
    assert (answer.status, page.url) == (200, live_portal + address(visit, world))
    check_page(page, visit.title)


@pytest.mark.parametrize("visit", WITH_A_RIGHT, ids=lambda visit: visit.title)
def test_whoever_may_open_a_page_may_go_wherever_it_leads(
    world: World, ward: Place, visit: Visit
) -> None:
    path = address(visit, world)
    for who, rights in rights_in(world).items():
        if right_to(urlsplit(path).path) in rights:
            answer = world.client(who).get(path)
            assert answer.status_code in {200, 403, 404}  # not of every one behind an address
            assert (who, closed_ways(answer.text, rights)) == (who, [])


@pytest.mark.parametrize("visit", FORMS, ids=lambda visit: visit.title)
def test_an_empty_form_comes_back_with_what_is_missing(
    page: Page, desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    page.goto(live_portal + address(visit, world))
    page.locator("main form[novalidate]").first.evaluate(EMPTIED_AND_SENT)
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("エラー：")
    for link in page.locator("#error-summary ~ ul a").all():
        assert page.locator(link.get_attribute("href") or "").count() == 1
    check_page(page, f"{visit.title}-refused")


@pytest.mark.parametrize("visit", ACTIONS, ids=lambda visit: visit.title)
def test_an_act_cannot_be_done_by_opening_an_address(
    desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    answer = desk.request.get(live_portal + address(visit, world), max_redirects=0)
    assert answer.status == 405


def test_every_address_of_the_portal_is_covered() -> None:
    covered = {visit.name for visit in (*PAGES, *ACTIONS)}
    assert set(names(get_resolver().url_patterns)) - NOT_PAGES - FILES == covered


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name
