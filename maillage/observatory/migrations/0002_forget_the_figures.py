"""Forget the figures of the pack, whose territory was a text: the next load of the pack writes them again.

None could be made otherwise. Loads are never deleted: a later one, without fingerprint, says that what was
loaded no longer stands.
"""

from django.db import migrations

FORGET_LOADS = """
    INSERT INTO base_packload (name, sha256, loaded_at)
    SELECT DISTINCT name, '', CURRENT_TIMESTAMP FROM base_packload
    WHERE EXISTS (SELECT 1 FROM observatory_figure)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("observatory", "0001_initial"),
    ]
    operations = [migrations.RunSQL([FORGET_LOADS, "DELETE FROM observatory_figure"], migrations.RunSQL.noop)]
