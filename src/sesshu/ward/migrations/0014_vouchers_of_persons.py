"""A voucher is a person's, not a number's: once per person and dose, entered under any of their 宛名 (B1)."""

from django.db import migrations

# Fires after `voucher_is_issued_once`, which has taken the dose for this number. Two clerks at two numbers of one
# person wait for each other at the row of the person's first number.
ONCE = """
CREATE FUNCTION voucher_once_a_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    numbers bigint[] := ARRAY(SELECT same_person(NEW.resident_id));
BEGIN
    IF cardinality(numbers) = 1 THEN
        RETURN NEW;
    END IF;
    PERFORM FROM resident WHERE id = ANY (numbers) ORDER BY id FOR UPDATE;
    IF NOT EXISTS (
        SELECT FROM voucher_in_force f
        WHERE f.resident_id = ANY (numbers) AND f.voucher_id <> NEW.id
          AND (f.series, f.dose, f.for_year) IS NOT DISTINCT FROM (NEW.series, NEW.dose, NEW.for_year)
    ) THEN
        RETURN NEW;
    ELSIF NEW.candidate_id IS NOT NULL THEN
        DELETE FROM voucher_in_force WHERE voucher_id = NEW.id;
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'this person has a voucher for this dose under another number'
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'voucher_once_a_dose';
END $$;
CREATE TRIGGER voucher_once_a_person BEFORE INSERT ON voucher
    FOR EACH ROW EXECUTE FUNCTION voucher_once_a_person();
"""
NOT_ONCE = """
DROP TRIGGER voucher_once_a_person ON voucher;
DROP FUNCTION voucher_once_a_person();
"""
# As before, but a dose may be entered under any number of the person the voucher was issued to.
HOLDS = """
CREATE OR REPLACE FUNCTION dose_keeps_its_voucher_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb;
    ours voucher;
BEGIN
    IF NEW.is_cancelled THEN
        RETURN NEW;
    END IF;
    SELECT payload::jsonb INTO said FROM proposal WHERE id = NEW.proposal_id;
    NEW.voucher_number := said ->> 'voucher_number';
    NEW.foreign_voucher := coalesce((said ->> 'foreign_voucher')::boolean, false);
    IF NEW.voucher_number IS NULL OR NEW.foreign_voucher OR EXISTS (
        SELECT FROM dose d WHERE d.id = NEW.supersedes_id AND d.voucher_number = NEW.voucher_number
    ) THEN
        RETURN NEW;
    END IF;
    SELECT v.* INTO ours FROM voucher v JOIN voucher_in_force f ON f.voucher_id = v.id
        WHERE v.number = NEW.voucher_number AND v.series = NEW.series AND {holder}
        FOR UPDATE OF f;
    IF ours.id IS NULL THEN
        RAISE EXCEPTION 'this voucher does not hold for this dose'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_voucher_holds';
    END IF;
    IF EXISTS (
        SELECT FROM dose d JOIN current_dose c ON c.dose_id = d.id
        WHERE d.voucher_number = NEW.voucher_number AND NOT d.foreign_voucher
          AND d.id IS DISTINCT FROM NEW.supersedes_id
    ) THEN
        RAISE EXCEPTION 'a dose stands on record with this voucher'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_voucher_is_used_once';
    END IF;
    RETURN NEW;
END $$;
"""
OF_THE_PERSON = "v.resident_id IN (SELECT same_person(NEW.resident_id))"
OF_THE_NUMBER = "v.resident_id = NEW.resident_id"
# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION {guard}() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
ENTRY = PINNED.format(guard="dose_keeps_its_voucher_number")


class Migration(migrations.Migration):
    dependencies = [("ward", "0013_mishaps")]

    operations = [
        migrations.RunSQL(ONCE + PINNED.format(guard="voucher_once_a_person"), NOT_ONCE),
        migrations.RunSQL(
            HOLDS.replace("{holder}", OF_THE_PERSON) + ENTRY,
            HOLDS.replace("{holder}", OF_THE_NUMBER) + ENTRY,
        ),
    ]
