"""On SQLite facts have no row number: which were written on the same night would tell what belongs together."""

import re

from django.db import migrations


def without_row_numbers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'record_fact' AND sql IS NOT NULL")
        statements = [row[0] for row in cursor.fetchall()]
        create = next(s for s in statements if re.match(r"CREATE TABLE", s))
        cursor.execute('DROP TABLE "record_fact"')
        cursor.execute(f"{create} WITHOUT ROWID")
        for index in statements:
            if index is not create:
                cursor.execute(index)


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only")]
    operations = [migrations.RunPython(without_row_numbers, migrations.RunPython.noop)]
