"""The audit is append-only: no entry changes, and only those of a closed segment older than 12 months may go."""

from django.db import migrations

YEAR_US = 366 * 24 * 3600 * 1_000_000

SQLITE = [
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON record_auditentry
       BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON record_auditentry
       WHEN OLD.at_us > CAST(strftime('%s', 'now') AS INTEGER) * 1000000 - {YEAR_US}
         OR NOT EXISTS (SELECT 1 FROM record_auditcheckpoint c WHERE c.last_sequence >= OLD.sequence)
       BEGIN SELECT RAISE(ABORT, 'audit entries are kept 12 months and until a checkpoint'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_no_update() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'audit entries never change'; END $$""",
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON record_auditentry FOR EACH ROW EXECUTE FUNCTION audit_no_update()",
    f"""CREATE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF OLD.at_us > extract(epoch FROM now())::bigint * 1000000 - {YEAR_US}
            OR NOT EXISTS (SELECT 1 FROM record_auditcheckpoint c WHERE c.last_sequence >= OLD.sequence) THEN
           RAISE EXCEPTION 'audit entries are kept 12 months and until a checkpoint';
         END IF;
         RETURN OLD;
       END $$""",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON record_auditentry FOR EACH ROW EXECUTE FUNCTION audit_no_delete()",
]
DROP = {
    "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
    "postgresql": [
        "DROP TRIGGER audit_no_update ON record_auditentry",
        "DROP TRIGGER audit_no_delete ON record_auditentry",
        "DROP FUNCTION audit_no_update",
        "DROP FUNCTION audit_no_delete",
    ],
}


def create(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
