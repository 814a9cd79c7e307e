"""Sources and themes say whether they come from the pack; all those stored so far do."""

from django.db import migrations, models

LABEL = "vient du paquet de données"


class Migration(migrations.Migration):
    dependencies = [("observatory", "0003_place_and_links")]
    operations = [
        operation
        for name in ("source", "topic")
        for operation in (
            migrations.AddField(
                model_name=name,
                name="from_pack",
                field=models.BooleanField(default=True, verbose_name=LABEL),
            ),
            migrations.AlterField(
                model_name=name,
                name="from_pack",
                field=models.BooleanField(default=False, verbose_name=LABEL),
            ),
        )
    ]
