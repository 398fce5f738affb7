"""Papers out and in, numbered, signed and worked once (house.md §3)."""

from django.db import migrations, models

# A paper is numbered, signed and delivered once, and worked once; what it says never changes.
# Search paths are set so that no temporary table lies before ours.
GUARDS = """
CREATE FUNCTION outgoing_paper_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_at := clock_timestamp();
    NEW.body_sha256 := encode(sha256(NEW.body), 'hex');
    RETURN NEW;
END $$;

CREATE FUNCTION outgoing_paper_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.paper_id, NEW.kind, NEW.version, NEW.receiver, NEW.made_at, NEW.body_sha256, NEW.body)
       IS DISTINCT FROM
       (OLD.id, OLD.paper_id, OLD.kind, OLD.version, OLD.receiver, OLD.made_at, OLD.body_sha256, OLD.body)
       OR OLD.sequence IS NOT NULL
          AND (NEW.sequence, NEW.key_number, NEW.signature)
              IS DISTINCT FROM (OLD.sequence, OLD.key_number, OLD.signature) THEN
        RAISE EXCEPTION 'paper % is sealed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outgoing_paper_is_fixed';
    END IF;
    IF NEW.delivered_at IS DISTINCT FROM OLD.delivered_at THEN
        NEW.delivered_at := coalesce(OLD.delivered_at, clock_timestamp());
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION incoming_paper_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.received_at := clock_timestamp();
    NEW.state := 'waiting';
    NEW.attempts := 0;
    NEW.worked_at := NULL;
    NEW.reason := NULL;
    RETURN NEW;
END $$;

CREATE FUNCTION incoming_paper_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.paper_id, NEW.sender, NEW.sequence, NEW.kind, NEW.version, NEW.made_at, NEW.received_at,
        NEW.envelope)
       IS DISTINCT FROM
       (OLD.paper_id, OLD.sender, OLD.sequence, OLD.kind, OLD.version, OLD.made_at, OLD.received_at,
        OLD.envelope) THEN
        RAISE EXCEPTION 'paper % is kept as it came', OLD.paper_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_paper_is_fixed';
    END IF;
    IF OLD.state = 'worked' THEN
        RAISE EXCEPTION 'paper % was worked before', OLD.paper_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_paper_worked_once';
    END IF;
    NEW.worked_at := CASE WHEN NEW.state = 'worked' THEN clock_timestamp() END;
    RETURN NEW;
END $$;

DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['outgoing_paper_made', 'outgoing_paper_goes_on',
                                 'incoming_paper_came', 'incoming_paper_goes_on'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;

CREATE TRIGGER outgoing_paper_made BEFORE INSERT ON outgoing_paper
    FOR EACH ROW EXECUTE FUNCTION outgoing_paper_made();
CREATE TRIGGER outgoing_paper_goes_on BEFORE UPDATE ON outgoing_paper
    FOR EACH ROW EXECUTE FUNCTION outgoing_paper_goes_on();
CREATE TRIGGER incoming_paper_came BEFORE INSERT ON incoming_paper
    FOR EACH ROW EXECUTE FUNCTION incoming_paper_came();
CREATE TRIGGER incoming_paper_goes_on BEFORE UPDATE ON incoming_paper
    FOR EACH ROW EXECUTE FUNCTION incoming_paper_goes_on();
"""
NO_GUARDS = """
DROP TRIGGER incoming_paper_goes_on ON incoming_paper;
DROP TRIGGER incoming_paper_came ON incoming_paper;
DROP TRIGGER outgoing_paper_goes_on ON outgoing_paper;
DROP TRIGGER outgoing_paper_made ON outgoing_paper;
DROP FUNCTION incoming_paper_goes_on();
DROP FUNCTION incoming_paper_came();
DROP FUNCTION outgoing_paper_goes_on();
DROP FUNCTION outgoing_paper_made();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_runs")]

    operations = [
        migrations.CreateModel(
            name="IncomingPaper",
            fields=[
                (
                    "paper_id",
                    models.UUIDField(primary_key=True, serialize=False, verbose_name="文書の番号"),
                ),
                ("sender", models.TextField(verbose_name="送り元")),
                ("sequence", models.BigIntegerField(verbose_name="通し番号")),
                ("kind", models.TextField(verbose_name="種類")),
                ("version", models.IntegerField(verbose_name="版")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("received_at", models.DateTimeField(verbose_name="受付日時")),
                ("envelope", models.BinaryField(verbose_name="封筒")),
                (
                    "state",
                    models.TextField(
                        choices=[("waiting", "処理待ち"), ("worked", "処理済み"), ("kept", "保留")],
                        verbose_name="状態",
                    ),
                ),
                ("attempts", models.IntegerField(db_default=0, verbose_name="処理した回数")),
                ("worked_at", models.DateTimeField(null=True, verbose_name="処理日時")),
                ("reason", models.TextField(null=True, verbose_name="処理できない理由")),
            ],
            options={
                "verbose_name": "届いた文書",
                "db_table": "incoming_paper",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "worked"), _negated=True),
                        fields=["sender", "sequence"],
                        name="incoming_paper_to_work",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "sequence"), name="incoming_paper_in_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sender__regex", "^[a-z]{2,20}$")),
                        name="incoming_paper_sender",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), ("worked_at", None)),
                            models.Q(
                                ("reason", None), ("state", "worked"), ("worked_at__isnull", False)
                            ),
                            models.Q(
                                ("reason__regex", "\\S"), ("state", "kept"), ("worked_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="incoming_paper_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper_id",
                    models.UUIDField(
                        db_default=models.Func(function="uuidv7"),
                        unique=True,
                        verbose_name="文書の番号",
                    ),
                ),
                ("kind", models.TextField(verbose_name="種類")),
                ("version", models.IntegerField(verbose_name="版")),
                ("receiver", models.TextField(verbose_name="送り先")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("body", models.BinaryField(verbose_name="内容（暗号）")),
                ("body_sha256", models.TextField(verbose_name="内容のハッシュ値")),
                ("sequence", models.BigIntegerField(null=True, verbose_name="通し番号")),
                ("key_number", models.IntegerField(null=True, verbose_name="鍵の番号")),
                ("signature", models.BinaryField(null=True, verbose_name="署名")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="配達日時")),
            ],
            options={
                "verbose_name": "送る文書",
                "db_table": "outgoing_paper",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sequence", None)),
                        fields=["id"],
                        name="outgoing_paper_new",
                    ),
                    models.Index(
                        condition=models.Q(("delivered_at", None), ("sequence__isnull", False)),
                        fields=["receiver", "sequence"],
                        name="outgoing_paper_to_deliver",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receiver", "sequence"), name="outgoing_paper_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receiver__regex", "^[a-z]{2,20}$")),
                        name="outgoing_paper_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delivered_at", None),
                                ("key_number", None),
                                ("sequence", None),
                                ("signature", None),
                            ),
                            models.Q(
                                ("key_number__isnull", False),
                                ("sequence__gte", 1),
                                ("signature__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outgoing_paper_signed_when_numbered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.TextField(
                        choices=[("out", "送る"), ("in", "受ける")], verbose_name="向き"
                    ),
                ),
                ("system", models.TextField(verbose_name="相手のシステム")),
                (
                    "next_sequence",
                    models.BigIntegerField(db_default=1, verbose_name="次の通し番号"),
                ),
            ],
            options={
                "verbose_name": "文書の列",
                "db_table": "paper_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("direction", "system"), name="paper_line_one_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["out", "in"])),
                        name="paper_line_direction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_sequence__gte", 1)),
                        name="paper_line_counts_from_one",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
