"""On SQLite the tables between persons and places have no row number: a hidden order of arrival is a leak."""

import re

from django.db import migrations

TABLES = ["placelock", "search", "callround", "placenews", "override", "offer", "interview", "transfer", "alarm", "stay"]


def without_row_numbers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for name in TABLES:
            table = f"placements_{name}"
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [table])
            statements = [row[0] for row in cursor.fetchall()]
            create = next(s for s in statements if re.match(r"CREATE TABLE", s))
            cursor.execute(f'DROP TABLE "{table}"')
            cursor.execute(f"{create} WITHOUT ROWID")
            for index in statements:
                if index is not create:
                    cursor.execute(index)


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]
    operations = [migrations.RunPython(without_row_numbers, migrations.RunPython.noop)]
