"""What the database itself refuses: a change of a published edition or of the naming, a name beside an anonymous
questionnaire. On SQLite the tables of answers have no row number: a hidden order of arrival is a leak."""

import re

from django.db import migrations

TABLES = ["invitation", "ballot", "ballottext", "answer"]
TRIGGERS = {
    "edition_no_update": ("UPDATE", "surveys_edition", "OLD.published_on IS NOT NULL", "a published edition never changes"),
    "edition_no_delete": ("DELETE", "surveys_edition", "OLD.published_on IS NOT NULL", "a published edition stays"),
    "naming_no_update": ("UPDATE", "surveys_survey", "OLD.naming <> NEW.naming", "whether answers are named never changes"),
    "answer_is_named": ("INSERT", "surveys_answer", None, "an anonymous questionnaire takes no named answer"),
    "answer_stays_named": ("UPDATE", "surveys_answer", None, "an anonymous questionnaire takes no named answer"),
}
ANONYMOUS = """EXISTS (
    SELECT 1 FROM surveys_sending s JOIN surveys_edition e ON e.id = s.edition_id JOIN surveys_survey v ON v.id = e.survey_id
    WHERE v.naming = 'anonymous' AND (s.id = NEW.sending_id
        OR s.id IN (SELECT i.sending_id FROM surveys_invitation i WHERE i.id = NEW.invitation_id)))"""


def without_row_numbers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for name in TABLES:
            table = f"surveys_{name}"
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [table])
            statements = [row[0] for row in cursor.fetchall()]
            create = next(s for s in statements if re.match(r"CREATE TABLE", s))
            cursor.execute(f'DROP TABLE "{table}"')
            cursor.execute(f"{create} WITHOUT ROWID")
            for index in statements:
                if index is not create:
                    cursor.execute(index)


def make_triggers(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name, (verb, table, condition, words) in TRIGGERS.items():
            for statement in statements_of(schema_editor.connection.vendor, name, verb, table, condition or ANONYMOUS, words):
                cursor.execute(statement)


def statements_of(vendor, name, verb, table, condition, words):
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"]
    row = "OLD" if verb == "DELETE" else "NEW"
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF {condition} THEN RAISE EXCEPTION '{words}'; END IF; RETURN {row}; END $$""",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def drop_triggers(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name, (_verb, table, _condition, _words) in TRIGGERS.items():
            if schema_editor.connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
                cursor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [
        migrations.RunPython(without_row_numbers, migrations.RunPython.noop),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
