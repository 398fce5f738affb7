"""The duty of whoever is told of pregnancies, and alone sees them (妊娠届; 予防接種法施行令第3条)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_fee_duty"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dutygrant",
            name="duty_grant_names_its_realm",
        ),
        migrations.AlterField(
            model_name="dutygrant",
            name="duty",
            field=models.TextField(
                choices=[
                    ("entry", "入力担当"),
                    ("check", "確認担当"),
                    ("guarded", "支援措置担当"),
                    ("runs", "一括処理担当"),
                    ("fees", "費用担当"),
                    ("maternal", "母子保健担当"),
                    ("reports", "報告担当"),
                    ("section_head", "課長"),
                    ("accounts", "利用者管理担当"),
                    ("security", "情報セキュリティ管理者"),
                    ("audit", "監査担当"),
                ],
                verbose_name="担当",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duty", "entry"), ("realm", "affair")),
                    models.Q(("duty", "check"), ("realm", "affair")),
                    models.Q(("duty", "guarded"), ("realm", "affair")),
                    models.Q(("duty", "runs"), ("realm", "affair")),
                    models.Q(("duty", "fees"), ("realm", "affair")),
                    models.Q(("duty", "maternal"), ("realm", "affair")),
                    models.Q(("duty", "reports"), ("realm", "affair")),
                    models.Q(("duty", "section_head"), ("realm", "affair")),
                    models.Q(("duty", "accounts"), ("realm", "administration")),
                    models.Q(("duty", "security"), ("realm", "administration")),
                    models.Q(("duty", "audit"), ("realm", "audit")),
                    _connector="OR",
                ),
                name="duty_grant_names_its_realm",
            ),
        ),
    ]
