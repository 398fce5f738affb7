"""A refund's bank account is put right by two people until the list with it leaves the house (V108, D13)."""

import django.db.models.deletion
from django.db import migrations, models

# A list leaves by the media ledger; from the moment somebody asks for its file, its accounts stay.
CHANGED = """
CREATE FUNCTION refund_list_left(asked bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT EXISTS (SELECT FROM refund_payment p WHERE p.payment_list_id = asked AND p.paid_on IS NOT NULL)
        OR EXISTS (
            SELECT FROM take_out t JOIN proposal a ON a.id = t.proposal_id
            WHERE t.list_kind IN ('refund.payments', 'refund.transfers') AND a.state IN ('open', 'approved')
              AND t.conditions ->> 'payment_list' = asked::text)
$$;

CREATE FUNCTION refund_account_may_change(asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT EXISTS (
        SELECT FROM refund_account a
        LEFT JOIN refund_decision d ON d.application_id = a.application_id
        LEFT JOIN refund_payment p ON p.decision_id = d.id
        WHERE a.application_id = asked AND a.erased_at IS NULL AND coalesce(d.amount_yen, 1) > 0
          AND (p.id IS NULL OR NOT refund_list_left(p.payment_list_id)))
$$;

CREATE FUNCTION refund_account_drafted(asked bigint)
RETURNS TABLE (bank_code text, branch_code text, kind text, number text, holder_kana text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT n.bank_code, n.branch_code, n.kind, n.number, n.holder_kana
    FROM refund_account_draft n JOIN proposal a ON a.id = n.proposal_id
    JOIN refund_application f ON f.id = n.application_id JOIN resident r ON r.id = f.resident_id
    WHERE a.id = asked AND a.state = 'open' AND n.erased_at IS NULL AND NOT r.is_guarded
$$;

CREATE FUNCTION change_refund_account(asked bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    agreed proposal;
    draft refund_account_draft;
BEGIN
    SELECT * INTO agreed FROM proposal WHERE id = asked;
    PERFORM letter_was_approved(agreed, 'ward.refund_account');
    SELECT * INTO STRICT draft FROM refund_account_draft WHERE proposal_id = asked;
    IF encode(sha256(convert_to(concat_ws(chr(31), draft.salt, draft.application_id::text, draft.bank_code,
        draft.branch_code, draft.kind, draft.number, draft.holder_kana), 'UTF8')), 'hex')
       IS DISTINCT FROM agreed.payload::jsonb ->> 'account_sha256'
       OR (agreed.payload::jsonb ->> 'application_id')::bigint <> draft.application_id THEN
        RAISE EXCEPTION 'the account is not the one of proposal %', asked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_account_is_what_was_approved';
    END IF;
    PERFORM FROM resident r JOIN refund_application f ON f.resident_id = r.id
        WHERE f.id = draft.application_id AND NOT r.is_guarded FOR SHARE OF r;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the account of a guarded resident is no matter of this table'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_guarded';
    END IF;
    -- a list of the same moment refers to the decision: it waits for us, or we for it
    PERFORM FROM refund_decision WHERE application_id = draft.application_id FOR UPDATE;
    IF NOT refund_account_may_change(draft.application_id) THEN
        RAISE EXCEPTION 'the account of application % has left or is not needed', draft.application_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_account_left';
    END IF;
    UPDATE refund_account SET bank_code = draft.bank_code, branch_code = draft.branch_code, kind = draft.kind,
        number = draft.number, holder_kana = draft.holder_kana WHERE application_id = draft.application_id;
    PERFORM erase_refund_draft(asked);
END $$;

CREATE FUNCTION erase_refund_draft(asked bigint) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    UPDATE refund_account_draft SET bank_code = NULL, branch_code = NULL, kind = NULL, number = NULL,
        holder_kana = NULL, erased_at = clock_timestamp() WHERE proposal_id = asked
$$;

CREATE OR REPLACE FUNCTION erase_refund_accounts(until_on date) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT erase_refund_draft(n.proposal_id) FROM refund_account_draft n JOIN proposal a ON a.id = n.proposal_id
        WHERE n.erased_at IS NULL AND a.state <> 'open';
    WITH erased AS (
        UPDATE refund_account a SET bank_code = NULL, branch_code = NULL, kind = NULL, number = NULL,
               holder_kana = NULL, erased_at = clock_timestamp()
        FROM refund_decision d LEFT JOIN refund_payment p ON p.decision_id = d.id
        WHERE d.application_id = a.application_id AND a.erased_at IS NULL
          AND CASE WHEN d.amount_yen > 0 THEN p.paid_on ELSE d.decided_on END < until_on
        RETURNING 1
    )
    SELECT count(*) FROM erased
$$;
"""
NOT_CHANGED = """
DROP FUNCTION change_refund_account(bigint);
DROP FUNCTION refund_account_drafted(bigint);
DROP FUNCTION refund_account_may_change(bigint);
DROP FUNCTION refund_list_left(bigint);
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['refund_list_left(bigint)', 'refund_account_may_change(bigint)',
        'refund_account_drafted(bigint)', 'change_refund_account(bigint)', 'erase_refund_draft(bigint)',
        'erase_refund_accounts(date)'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_fee_duty"),
        ("ward", "0024_pregnancies"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundAccountDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("salt", models.TextField(verbose_name="ハッシュの乱数")),
                ("bank_code", models.TextField(null=True, verbose_name="金融機関コード")),
                ("branch_code", models.TextField(null=True, verbose_name="支店コード")),
                ("kind", models.TextField(null=True, verbose_name="預金種目")),
                ("number", models.TextField(null=True, verbose_name="口座番号")),
                ("holder_kana", models.TextField(null=True, verbose_name="口座名義カナ")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="消去日時")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refundapplication",
                        verbose_name="償還払いの申請",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "償還払いの振込先の訂正",
                "db_table": "refund_account_draft",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bank_code__regex", "^[0-9]{4}$"),
                                ("branch_code__regex", "^[0-9]{3}$"),
                                ("erased_at", None),
                                ("holder_kana__regex", "\\S"),
                                ("kind__isnull", False),
                                ("number__regex", "^[0-9]{7}$"),
                            ),
                            models.Q(
                                ("bank_code", None),
                                ("branch_code", None),
                                ("erased_at__isnull", False),
                                ("holder_kana", None),
                                ("kind", None),
                                ("number", None),
                            ),
                            _connector="OR",
                        ),
                        name="refund_draft_is_whole_or_erased",
                    )
                ],
            },
        ),
        migrations.RunSQL(CHANGED, NOT_CHANGED),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
