import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.uuid
import django_countries.fields
import djmoney.models.fields
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import loans.models.movement


class Migration(migrations.Migration):
    dependencies = [
        ("exhibitions", "0002_venue_profile_and_facility_report"),
        ("lenders", "0003_owners_and_signing"),
        ("loans", "0002_one_draft_report_a_moment"),
        ("people", "__first__"),
        ("records", "0002_counters"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="deadline",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deadline",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deadline",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="loan",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="loan",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="loan",
            name="delete_delete",
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("original", "Loan agreement"),
                            ("extension", "Extension of the loan"),
                            ("value", "Change of values"),
                            ("venue", "Change of venues"),
                            ("substitution", "Substitution of an object"),
                            ("other", "Another amendment"),
                        ],
                        default="original",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what it changes")),
                (
                    "signing",
                    models.CharField(
                        choices=[("electronic", "Electronically"), ("ink", "In ink, with stamp")],
                        default="electronic",
                        max_length=10,
                        verbose_name="signed",
                    ),
                ),
                ("originals_wanted", models.PositiveSmallIntegerField(default=0, verbose_name="originals")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, verbose_name="languages"
                    ),
                ),
                (
                    "governing_language",
                    models.CharField(default="en", max_length=12, verbose_name="governing language"),
                ),
                (
                    "equally_authentic",
                    models.BooleanField(default=False, verbose_name="equally authentic in all languages"),
                ),
                ("own_paper", models.BooleanField(default=False, verbose_name="on the lender's own paper")),
                (
                    "lender_steps",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list),
                ),
                (
                    "organiser_steps",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list),
                ),
                ("clauses", models.JSONField(blank=True, default=list)),
                ("terms", models.JSONField(blank=True, default=list)),
                ("schedule", models.JSONField(blank=True, default=list)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="signed by both")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                ("lender_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the lender")),
                ("lender_signatory", models.CharField(blank=True, max_length=200, verbose_name="lender's signatory")),
                ("organiser_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by us")),
                ("organiser_signatory", models.CharField(blank=True, max_length=200, verbose_name="our signatory")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="loans.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="text",
                    ),
                ),
                (
                    "sealed_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="sealed copy",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an agreement",
                "verbose_name_plural": "versions of agreements",
                "ordering": ("agreement", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="loans_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("executed_on__isnull", True), ("withdrawn_on__isnull", True)),
                        fields=("agreement",),
                        name="loans_version_one_pending",
                        violation_error_message="Another version is still waiting to be signed or withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("executed_on__isnull", True),
                            models.Q(
                                ("issued_on__isnull", False),
                                ("lender_signed_on__isnull", False),
                                ("organiser_signed_on__isnull", False),
                                ("withdrawn_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="loans_version_executed_by_both",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementOriginal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="original")),
                ("language", models.CharField(default="en", max_length=12, verbose_name="language")),
                (
                    "kept_by",
                    models.CharField(
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        max_length=10,
                        verbose_name="stays with",
                    ),
                ),
                ("printed_on", models.DateField(blank=True, null=True, verbose_name="printed")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent")),
                ("sent_how", models.CharField(blank=True, max_length=200, verbose_name="how")),
                ("lender_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the lender")),
                ("organiser_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by us")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="back with us")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="scan",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="originals",
                        to="loans.agreementversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper original",
                "verbose_name_plural": "paper originals",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="loans_original_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[("prepare", "Prepared"), ("approve", "Approved"), ("sign", "Signed")],
                        default="sign",
                        max_length=8,
                        verbose_name="step",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("typed", "Typed name"), ("drawn", "Drawn signature"), ("ink", "Ink on paper")],
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                ("person", models.CharField(editable=False, max_length=220)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="job title")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed at")),
                ("ip", models.GenericIPAddressField(blank=True, null=True, verbose_name="IP")),
                ("consent", models.TextField(blank=True, verbose_name="consent")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "drawing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="drawn signature",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="loans.agreementversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "side", "step"), name="loans_agreement_step_once"),
                    models.UniqueConstraint(
                        fields=("version", "person"),
                        name="loans_agreement_person_once",
                        violation_error_message="This person signed this version already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256", ""), _negated=True), name="loans_agreement_signature_over_a_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("original", "Loan agreement"),
                            ("extension", "Extension of the loan"),
                            ("value", "Change of values"),
                            ("venue", "Change of venues"),
                            ("substitution", "Substitution of an object"),
                            ("other", "Another amendment"),
                        ],
                        default="original",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what it changes")),
                (
                    "signing",
                    models.CharField(
                        choices=[("electronic", "Electronically"), ("ink", "In ink, with stamp")],
                        default="electronic",
                        max_length=10,
                        verbose_name="signed",
                    ),
                ),
                ("originals_wanted", models.PositiveSmallIntegerField(default=0, verbose_name="originals")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, verbose_name="languages"
                    ),
                ),
                (
                    "governing_language",
                    models.CharField(default="en", max_length=12, verbose_name="governing language"),
                ),
                (
                    "equally_authentic",
                    models.BooleanField(default=False, verbose_name="equally authentic in all languages"),
                ),
                ("own_paper", models.BooleanField(default=False, verbose_name="on the lender's own paper")),
                (
                    "lender_steps",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list),
                ),
                (
                    "organiser_steps",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list),
                ),
                ("clauses", models.JSONField(blank=True, default=list)),
                ("terms", models.JSONField(blank=True, default=list)),
                ("schedule", models.JSONField(blank=True, default=list)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="signed by both")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                ("lender_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the lender")),
                ("lender_signatory", models.CharField(blank=True, max_length=200, verbose_name="lender's signatory")),
                ("organiser_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by us")),
                ("organiser_signatory", models.CharField(blank=True, max_length=200, verbose_name="our signatory")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="loans.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.storedfile",
                        verbose_name="text",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.agreementversion",
                    ),
                ),
                (
                    "sealed_file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.storedfile",
                        verbose_name="sealed copy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state_indemnity", "State indemnity"),
                            ("commercial", "Commercial insurance"),
                            ("lenders_own", "The lender's own policy"),
                            ("borne_by_lender", "Risk borne by the lender, agreed in writing"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=100, verbose_name="policy or certificate number"),
                ),
                ("insurer", models.CharField(blank=True, max_length=200, verbose_name="insurer or government")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied for on")),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="in force since / granted on")),
                (
                    "limit_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "limit",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="limit",
                    ),
                ),
                (
                    "limit_vehicle_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "limit_vehicle",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="limit per vehicle",
                    ),
                ),
                (
                    "limit_location_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "limit_location",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="limit per location",
                    ),
                ),
                (
                    "borrower_class",
                    models.CharField(
                        choices=[("national", "National museum or designated collection"), ("other", "Other museum")],
                        default="other",
                        max_length=10,
                        verbose_name="class of borrower",
                    ),
                ),
                (
                    "claims_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="After the day a loss is found.",
                        null=True,
                        verbose_name="days to make a claim",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="certificate",
                    ),
                ),
                (
                    "exhibition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covers",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
                (
                    "lines",
                    models.ManyToManyField(
                        blank=True, related_name="covers", to="loans.loanline", verbose_name="objects"
                    ),
                ),
            ],
            options={
                "verbose_name": "cover",
                "verbose_name_plural": "cover",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__isempty", False), ("period__lower_inf", False), ("period__upper_inf", False)
                        ),
                        name="loans_cover_period_fixed",
                        violation_error_message="The cover needs a first and a last day, in this order.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit__isnull", True), ("limit__gt", 0), _connector="OR"),
                        name="loans_cover_limit_positive",
                        violation_error_message="The limit must be above zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("reference", models.CharField(editable=False, max_length=20, unique=True, verbose_name="reference")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("damage", "Damage"),
                            ("loss", "Loss"),
                            ("open_gate", "Moved while something was open"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="found on")),
                ("found_by", models.CharField(blank=True, max_length=200, verbose_name="found by")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("words", models.TextField(verbose_name="what happened")),
                ("notify_by", models.DateField(blank=True, null=True, verbose_name="lender told by")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="lender told on")),
                ("notified_whom", models.CharField(blank=True, max_length=200, verbose_name="whom we told")),
                ("report_by", models.DateField(blank=True, null=True, verbose_name="report due")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="report sent on")),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="lender's consent on")),
                ("consent_by", models.CharField(blank=True, max_length=200, verbose_name="consent given by")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
                ("settlement", models.TextField(blank=True, verbose_name="what was done about it")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        models.F("line"), condition=models.Q(("settled_on__isnull", True)), name="loans_incident_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_on__isnull", True), models.Q(("settlement", ""), _negated=True), _connector="OR"
                        ),
                        name="loans_incident_settled_in_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("reference", models.CharField(editable=False, max_length=20, unique=True, verbose_name="reference")),
                ("claim_by", models.DateField(blank=True, null=True, verbose_name="to be made by")),
                (
                    "amount_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "amount",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="amount claimed",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="what is claimed")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="made on")),
                ("insurer_reference", models.CharField(blank=True, max_length=100, verbose_name="insurer's number")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="loans.cover",
                        verbose_name="cover",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="loans.incident",
                        verbose_name="incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ClauseText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="clause")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("required", models.BooleanField(default=True, verbose_name="in every agreement")),
                ("alternative", models.SlugField(default="standard", max_length=40, verbose_name="alternative")),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="when to choose it")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("language", models.CharField(default="en", max_length=12, verbose_name="language")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "reviewed",
                    models.BooleanField(
                        default=False, help_text="Read by a person who answers for it.", verbose_name="reviewed"
                    ),
                ),
                ("shipped", models.BooleanField(default=False, editable=False)),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="no longer used from")),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ("position", "code", "alternative", "-version", "language"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "alternative", "version", "language"),
                        name="loans_clause_text_once",
                        violation_error_message="This clause has this version in this language already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("reference", models.CharField(editable=False, max_length=20, unique=True, verbose_name="reference")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("out", "To the exhibition"),
                            ("onward", "From venue to venue"),
                            ("home", "Back to the lender"),
                        ],
                        max_length=6,
                        verbose_name="direction",
                    ),
                ),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="transport agent")),
                ("agent_telephone", models.CharField(blank=True, max_length=50, verbose_name="agent's telephone")),
                ("collect_on", models.DateField(verbose_name="collection planned")),
                ("deliver_on", models.DateField(verbose_name="delivery planned")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("released_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="released")),
                (
                    "released_by",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="released by"),
                ),
                ("dispatched_on", models.DateField(blank=True, editable=False, null=True, verbose_name="collected on")),
                ("arrived_on", models.DateField(blank=True, editable=False, null=True, verbose_name="arrived on")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="first crate opened")),
                ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="cancelled on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "exhibition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shipments",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
                (
                    "showing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipments",
                        to="exhibitions.showing",
                        verbose_name="showing",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipment",
                "verbose_name_plural": "shipments",
                "ordering": ("collect_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("collect_on__lte", models.F("deliver_on"))),
                        name="loans_shipment_days_in_order",
                        violation_error_message="The delivery is planned before the collection.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dispatched_on__isnull", True), ("cancelled_on__isnull", True), _connector="OR"
                        ),
                        name="loans_shipment_under_way_not_cancelled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Courier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "side",
                    models.CharField(
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        default="lender",
                        max_length=10,
                        verbose_name="for",
                    ),
                ),
                ("telephone", models.CharField(blank=True, max_length=50, verbose_name="telephone")),
                ("justification", models.TextField(blank=True, verbose_name="why a courier")),
                ("itinerary", models.TextField(blank=True, verbose_name="itinerary")),
                (
                    "paid_by",
                    models.CharField(
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        default="organiser",
                        max_length=10,
                        verbose_name="paid by",
                    ),
                ),
                ("booked_on", models.DateField(blank=True, null=True, verbose_name="booked on")),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="couriers",
                        to="loans.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "courier",
                "verbose_name_plural": "couriers",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CoverAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted_on", models.DateField(verbose_name="accepted on")),
                ("accepted_by", models.CharField(max_length=200, verbose_name="accepted by")),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="loans.cover",
                        verbose_name="cover",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cover_acceptances",
                        to="loans.loan",
                        verbose_name="loan",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance of cover",
                "verbose_name_plural": "acceptances of cover",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cover", "loan"),
                        name="loans_cover_accepted_once",
                        violation_error_message="The lender accepted this cover for this loan already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state_indemnity", "State indemnity"),
                            ("commercial", "Commercial insurance"),
                            ("lenders_own", "The lender's own policy"),
                            ("borne_by_lender", "Risk borne by the lender, agreed in writing"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=100, verbose_name="policy or certificate number"),
                ),
                ("insurer", models.CharField(blank=True, max_length=200, verbose_name="insurer or government")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied for on")),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="in force since / granted on")),
                (
                    "limit_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "limit",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="limit",
                    ),
                ),
                (
                    "limit_vehicle_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "limit_vehicle",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="limit per vehicle",
                    ),
                ),
                (
                    "limit_location_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "limit_location",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="limit per location",
                    ),
                ),
                (
                    "borrower_class",
                    models.CharField(
                        choices=[("national", "National museum or designated collection"), ("other", "Other museum")],
                        default="other",
                        max_length=10,
                        verbose_name="class of borrower",
                    ),
                ),
                (
                    "claims_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="After the day a loss is found.",
                        null=True,
                        verbose_name="days to make a claim",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.storedfile",
                        verbose_name="certificate",
                    ),
                ),
                (
                    "exhibition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.cover",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Crate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="crate")),
                ("length_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="length (mm)")),
                ("width_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="width (mm)")),
                ("height_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="height (mm)")),
                (
                    "weight_kg",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=8, null=True, verbose_name="weight (kg)"
                    ),
                ),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("upright", "This way up"),
                                ("fragile", "Fragile"),
                                ("dry", "Keep dry"),
                                ("no_stacking", "Do not stack"),
                                ("level", "Keep level"),
                                ("heavy", "Heavy"),
                                ("heat", "Keep away from heat"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="marks",
                    ),
                ),
                ("climate_controlled", models.BooleanField(default=False, verbose_name="climate crate")),
                (
                    "token",
                    models.CharField(
                        default=loans.models.movement.new_token, editable=False, max_length=20, unique=True
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "exhibition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crates",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
            ],
            options={
                "verbose_name": "crate",
                "verbose_name_plural": "crates",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("exhibition", "number"),
                        name="loans_crate_number_once",
                        violation_error_message="This exhibition has a crate with this number already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomsPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="number")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="loans.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "customs paper",
                "verbose_name_plural": "customs papers",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="FacilityAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted_at", models.DateTimeField(verbose_name="confidentiality accepted")),
                ("accepted_words", models.TextField(verbose_name="what was accepted")),
                ("ip", models.GenericIPAddressField(blank=True, null=True, verbose_name="IP")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facility_access",
                        to="lenders.contact",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access",
                        to="exhibitions.facilityreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "access to a facility report",
                "verbose_name_plural": "access to facility reports",
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "report"), name="loans_facility_access_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FacilityDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("general", "The institution and its people"),
                            ("building", "Building and construction"),
                            ("gallery", "Exhibition galleries"),
                            ("climate", "Climate control and records"),
                            ("light", "Light"),
                            ("fire", "Fire detection and suppression"),
                            ("security", "Security in general"),
                            ("handling", "Receiving, handling and packing"),
                            ("storage", "Temporary storage"),
                            ("display", "Cases, mounts and barriers"),
                            ("pests", "Pests and housekeeping"),
                            ("emergency", "Emergency plan"),
                            ("cover", "Insurance and indemnity"),
                            ("history", "Loans and incidents in the past"),
                        ],
                        max_length=12,
                        verbose_name="section",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("concerns", "Concerns")], max_length=8, verbose_name="word"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="in words")),
                ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facility_decisions",
                        to="lenders.lender",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="exhibitions.facilityreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "word on a facility report",
                "verbose_name_plural": "words on facility reports",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "concerns"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="loans_facility_concerns_in_words",
                        violation_error_message="Say what concerns you.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FacilityQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("general", "The institution and its people"),
                            ("building", "Building and construction"),
                            ("gallery", "Exhibition galleries"),
                            ("climate", "Climate control and records"),
                            ("light", "Light"),
                            ("fire", "Fire detection and suppression"),
                            ("security", "Security in general"),
                            ("handling", "Receiving, handling and packing"),
                            ("storage", "Temporary storage"),
                            ("display", "Cases, mounts and barriers"),
                            ("pests", "Pests and housekeeping"),
                            ("emergency", "Emergency plan"),
                            ("cover", "Insurance and indemnity"),
                            ("history", "Loans and incidents in the past"),
                        ],
                        max_length=12,
                        verbose_name="section",
                    ),
                ),
                ("question", models.TextField(verbose_name="question")),
                ("asked_by", models.CharField(max_length=200, verbose_name="asked by")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_by", models.CharField(blank=True, max_length=200, verbose_name="answered by")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facility_questions",
                        to="lenders.lender",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="exhibitions.facilityreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "question about a facility report",
                "verbose_name_plural": "questions about facility reports",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="FacilityView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=200, verbose_name="who")),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("general", "The institution and its people"),
                            ("building", "Building and construction"),
                            ("gallery", "Exhibition galleries"),
                            ("climate", "Climate control and records"),
                            ("light", "Light"),
                            ("fire", "Fire detection and suppression"),
                            ("security", "Security in general"),
                            ("handling", "Receiving, handling and packing"),
                            ("storage", "Temporary storage"),
                            ("display", "Cases, mounts and barriers"),
                            ("pests", "Pests and housekeeping"),
                            ("emergency", "Emergency plan"),
                            ("cover", "Insurance and indemnity"),
                            ("history", "Loans and incidents in the past"),
                        ],
                        max_length=12,
                        verbose_name="section",
                    ),
                ),
                ("as_pdf", models.BooleanField(default=False, verbose_name="as PDF")),
                ("viewed_at", models.DateTimeField(verbose_name="viewed")),
                ("ip", models.GenericIPAddressField(blank=True, null=True, verbose_name="IP")),
                (
                    "contact",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="lenders.contact"
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facility_views", to="lenders.lender"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to="exhibitions.facilityreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "view of a facility report",
                "verbose_name_plural": "views of facility reports",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        models.F("report"), models.F("lender"), models.F("id"), name="loans_facility_view_latest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GateRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("gate", models.CharField(max_length=20, verbose_name="gate")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_needed", "Not needed"),
                            ("needed", "Needed"),
                            ("in_progress", "In progress"),
                            ("satisfied", "Satisfied"),
                            ("failed", "Failed"),
                            ("waived", "Waived"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "evidence_number",
                    models.CharField(blank=True, max_length=100, verbose_name="number of the evidence"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("decided_by_title", models.CharField(blank=True, max_length=200, verbose_name="job title")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gate_records",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
            ],
            options={
                "verbose_name": "gate",
                "verbose_name_plural": "gates",
                "ordering": ("line", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("line", "gate"), name="loans_gate_once_a_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gate__in",
                                [
                                    "agreement",
                                    "cites",
                                    "cites_home",
                                    "closing_report",
                                    "courier",
                                    "cover",
                                    "cover_home",
                                    "customs_home",
                                    "customs_in",
                                    "due_diligence",
                                    "export_home",
                                    "export_licence",
                                    "facility_report",
                                    "immunity",
                                    "incoming_report",
                                    "legal_basis",
                                    "method_statement",
                                    "outgoing_report",
                                    "return_report",
                                ],
                            )
                        ),
                        name="loans_gate_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "satisfied"), _negated=True),
                            ("evidence__isnull", False),
                            models.Q(("evidence_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="loans_gate_satisfied_by_evidence",
                        violation_error_message="A gate is satisfied by evidence: attach the file or give its number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("waived", "not_needed", "failed")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="loans_gate_decided_for_a_reason",
                        violation_error_message="Say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_from__lte", models.F("valid_until")),
                            _connector="OR",
                        ),
                        name="loans_gate_validity_in_order",
                        violation_error_message="The evidence ends before it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateRecordEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                ("gate", models.CharField(max_length=20, verbose_name="gate")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_needed", "Not needed"),
                            ("needed", "Needed"),
                            ("in_progress", "In progress"),
                            ("satisfied", "Satisfied"),
                            ("failed", "Failed"),
                            ("waived", "Waived"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "evidence_number",
                    models.CharField(blank=True, max_length=100, verbose_name="number of the evidence"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("decided_by_title", models.CharField(blank=True, max_length=200, verbose_name="job title")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.storedfile",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.gaterecord",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImmunityList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                ("made_on", models.DateField(verbose_name="made on")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="public address")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "html",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="page",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="PDF",
                    ),
                ),
                (
                    "showing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="immunity_lists",
                        to="exhibitions.showing",
                        verbose_name="showing",
                    ),
                ),
            ],
            options={
                "verbose_name": "immunity list",
                "verbose_name_plural": "immunity lists",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(fields=("showing", "number"), name="loans_immunity_edition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on__isnull", True), models.Q(("url", ""), _negated=True), _connector="OR"
                        ),
                        name="loans_immunity_published_somewhere",
                        violation_error_message="Give the public address the list stands at.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImmunityCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
                ("url", models.URLField(max_length=500)),
                ("http_status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("missing", models.JSONField(blank=True, default=list, verbose_name="references not found")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="loans.immunitylist"
                    ),
                ),
            ],
            options={
                "verbose_name": "check of an immunity list",
                "verbose_name_plural": "checks of immunity lists",
                "ordering": ("-checked_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="ImmunityEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=30, verbose_name="reference")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="immunity_entries",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="loans.immunitylist"
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of an immunity list",
                "verbose_name_plural": "entries of immunity lists",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "line"), name="loans_immunity_line_once"),
                    models.UniqueConstraint(fields=("edition", "reference"), name="loans_immunity_reference_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                ("reference", models.CharField(editable=False, max_length=20, verbose_name="reference")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("damage", "Damage"),
                            ("loss", "Loss"),
                            ("open_gate", "Moved while something was open"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="found on")),
                ("found_by", models.CharField(blank=True, max_length=200, verbose_name="found by")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("words", models.TextField(verbose_name="what happened")),
                ("notify_by", models.DateField(blank=True, null=True, verbose_name="lender told by")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="lender told on")),
                ("notified_whom", models.CharField(blank=True, max_length=200, verbose_name="whom we told")),
                ("report_by", models.DateField(blank=True, null=True, verbose_name="report due")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="report sent on")),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="lender's consent on")),
                ("consent_by", models.CharField(blank=True, max_length=200, verbose_name="consent given by")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
                ("settlement", models.TextField(blank=True, verbose_name="what was done about it")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.incident",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.storedfile",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="stage")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("road", "By road"),
                            ("air", "By air"),
                            ("sea", "By sea"),
                            ("rail", "By rail"),
                            ("hand", "Hand-carried"),
                        ],
                        default="road",
                        max_length=4,
                        verbose_name="how",
                    ),
                ),
                ("vehicle", models.CharField(blank=True, max_length=100, verbose_name="vehicle, flight or ship")),
                ("waybill", models.CharField(blank=True, max_length=100, verbose_name="waybill")),
                ("from_place", models.CharField(max_length=200, verbose_name="from")),
                (
                    "from_country",
                    django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country of departure"),
                ),
                ("to_place", models.CharField(max_length=200, verbose_name="to")),
                (
                    "to_country",
                    django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country of arrival"),
                ),
                ("departs_at", models.DateTimeField(blank=True, null=True, verbose_name="leaves")),
                ("arrives_at", models.DateTimeField(blank=True, null=True, verbose_name="arrives")),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legs",
                        to="loans.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "verbose_name_plural": "stages",
                "ordering": ("shipment", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shipment", "number"),
                        name="loans_leg_number_once",
                        violation_error_message="This shipment has a stage with this number already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("departs_at__isnull", True),
                            ("arrives_at__isnull", True),
                            ("departs_at__lte", models.F("arrives_at")),
                            _connector="OR",
                        ),
                        name="loans_leg_times_in_order",
                        violation_error_message="It arrives before it leaves.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lender", "With the lender"),
                            ("transit", "On the way"),
                            ("venue", "At the venue"),
                            ("store", "In store"),
                            ("gallery", "On display"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("since", models.DateField(verbose_name="since")),
                ("recorded_by", models.CharField(max_length=200, verbose_name="recorded by")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="locations",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
            ],
            options={
                "verbose_name": "location",
                "verbose_name_plural": "locations",
                "ordering": ("-id",),
                "indexes": [models.Index(models.F("line"), models.F("id"), name="loans_location_latest")],
            },
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decree", "Decree or order of the lender's country"),
                            ("export", "Export licence"),
                            ("cites", "CITES permit"),
                            ("customs", "Customs entry"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "On the way out"), ("home", "On the way home"), ("both", "Both ways")],
                        default="out",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("applied", "Applied for"), ("granted", "Granted"), ("refused", "Refused")],
                        default="applied",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("country", django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="number")),
                ("authority", models.CharField(blank=True, max_length=200, verbose_name="issued by")),
                ("signatory", models.CharField(blank=True, max_length=200, verbose_name="signed by")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied for on")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("return_by", models.DateField(blank=True, null=True, verbose_name="objects back by")),
                ("discharged_on", models.DateField(blank=True, null=True, verbose_name="discharged on")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "exhibition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permits",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.storedfile",
                        verbose_name="document",
                    ),
                ),
                (
                    "lines",
                    models.ManyToManyField(
                        blank=True, related_name="permits", to="loans.loanline", verbose_name="objects"
                    ),
                ),
            ],
            options={
                "verbose_name": "permit",
                "verbose_name_plural": "permits",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "granted"), _negated=True),
                            models.Q(models.Q(("number", ""), _negated=True), ("issued_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="loans_permit_granted_has_number_and_date",
                        violation_error_message="A granted permit has a number and a date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_from__lte", models.F("valid_until")),
                            _connector="OR",
                        ),
                        name="loans_permit_validity_in_order",
                        violation_error_message="The permit ends before it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PermitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decree", "Decree or order of the lender's country"),
                            ("export", "Export licence"),
                            ("cites", "CITES permit"),
                            ("customs", "Customs entry"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "On the way out"), ("home", "On the way home"), ("both", "Both ways")],
                        default="out",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("applied", "Applied for"), ("granted", "Granted"), ("refused", "Refused")],
                        default="applied",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("country", django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="number")),
                ("authority", models.CharField(blank=True, max_length=200, verbose_name="issued by")),
                ("signatory", models.CharField(blank=True, max_length=200, verbose_name="signed by")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied for on")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("return_by", models.DateField(blank=True, null=True, verbose_name="objects back by")),
                ("discharged_on", models.DateField(blank=True, null=True, verbose_name="discharged on")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "exhibition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="records.storedfile",
                        verbose_name="document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.permit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShipmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                ("reference", models.CharField(editable=False, max_length=20, verbose_name="reference")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("out", "To the exhibition"),
                            ("onward", "From venue to venue"),
                            ("home", "Back to the lender"),
                        ],
                        max_length=6,
                        verbose_name="direction",
                    ),
                ),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="transport agent")),
                ("agent_telephone", models.CharField(blank=True, max_length=50, verbose_name="agent's telephone")),
                ("collect_on", models.DateField(verbose_name="collection planned")),
                ("deliver_on", models.DateField(verbose_name="delivery planned")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("released_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="released")),
                (
                    "released_by",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="released by"),
                ),
                ("dispatched_on", models.DateField(blank=True, editable=False, null=True, verbose_name="collected on")),
                ("arrived_on", models.DateField(blank=True, editable=False, null=True, verbose_name="arrived on")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="first crate opened")),
                ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="cancelled on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "exhibition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="exhibitions.exhibition",
                        verbose_name="exhibition",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.shipment",
                    ),
                ),
                (
                    "showing",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="exhibitions.showing",
                        verbose_name="showing",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShipmentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left_behind", models.BooleanField(default=False, verbose_name="left behind")),
                ("collected_on", models.DateField(blank=True, editable=False, null=True, verbose_name="collected on")),
                ("received_on", models.DateField(blank=True, editable=False, null=True, verbose_name="received on")),
                (
                    "crate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="loans.crate",
                        verbose_name="crate",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journeys",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contents",
                        to="loans.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "object in a shipment",
                "verbose_name_plural": "objects in a shipment",
                "ordering": ("crate__number", "line__number", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shipment", "line"),
                        name="loans_shipment_line_once",
                        violation_error_message="This object is in the shipment already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("climate", "Climate"),
                            ("light", "Light"),
                            ("display", "Display"),
                            ("handling", "Handling"),
                            ("courier", "Courier"),
                            ("packing", "Packing"),
                            ("transport", "Transport"),
                            ("insurance", "Insurance"),
                            ("value", "Value"),
                            ("credit_line", "Credit line"),
                            ("photography", "Photography"),
                            ("costs", "Costs"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("agreed", "Agreed"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="settled on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="loans.loan",
                        verbose_name="loan",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "ordering": ("id",),
                "indexes": [models.Index(models.F("loan"), models.F("status"), name="loans_term_by_loan")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "climate",
                                    "light",
                                    "display",
                                    "handling",
                                    "courier",
                                    "packing",
                                    "transport",
                                    "insurance",
                                    "value",
                                    "credit_line",
                                    "photography",
                                    "costs",
                                    "other",
                                ],
                            )
                        ),
                        name="loans_term_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_on__isnull", True), ("status", "open")),
                            models.Q(
                                ("status__in", ("agreed", "rejected", "withdrawn")), ("settled_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="loans_term_settled_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("climate", "Climate"),
                            ("light", "Light"),
                            ("display", "Display"),
                            ("handling", "Handling"),
                            ("courier", "Courier"),
                            ("packing", "Packing"),
                            ("transport", "Transport"),
                            ("insurance", "Insurance"),
                            ("value", "Value"),
                            ("credit_line", "Credit line"),
                            ("photography", "Photography"),
                            ("costs", "Costs"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("agreed", "Agreed"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="settled on")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="loans.loanline",
                        verbose_name="object",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="loans.loan",
                        verbose_name="loan",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="loans.term",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TermNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("words", models.TextField(verbose_name="note")),
                ("by_name", models.CharField(max_length=200, verbose_name="person")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="loans.term",
                        verbose_name="condition",
                    ),
                ),
            ],
            options={
                "verbose_name": "private note",
                "verbose_name_plural": "private notes",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="TermProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, unique=True),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        max_length=10,
                        verbose_name="proposed by",
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=200, verbose_name="person")),
                ("words", models.TextField(blank=True, verbose_name="in words")),
                (
                    "rh_min",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="humidity from (% RH)"
                    ),
                ),
                (
                    "rh_max",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="humidity to (% RH)"
                    ),
                ),
                (
                    "rh_swing",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        verbose_name="humidity change in 24 hours (% RH)",
                    ),
                ),
                (
                    "temperature_min",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature from (°C)"
                    ),
                ),
                (
                    "temperature_max",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature to (°C)"
                    ),
                ),
                ("lux", models.PositiveIntegerField(blank=True, null=True, verbose_name="light at most (lux)")),
                ("uv", models.PositiveIntegerField(blank=True, null=True, verbose_name="UV at most (µW/lm)")),
                (
                    "dose",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="light dose at most (lux-hours)"),
                ),
                (
                    "display_days",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="days on display at most"),
                ),
                (
                    "amount_currency",
                    djmoney.models.fields.CurrencyField(
                        choices=[
                            ("GBP", "British Pound"),
                            ("CNY", "Chinese Yuan"),
                            ("EUR", "Euro"),
                            ("JPY", "Japanese Yen"),
                            ("KZT", "Kazakhstani Tenge"),
                            ("SGD", "Singapore Dollar"),
                            ("KRW", "South Korean Won"),
                            ("SEK", "Swedish Krona"),
                            ("CHF", "Swiss Franc"),
                            ("USD", "US Dollar"),
                            ("UZS", "Uzbekistani Som"),
                        ],
                        default="GBP",
                        editable=False,
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "amount",
                    djmoney.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        default_currency="GBP",
                        max_digits=16,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
                ("promise", models.CharField(blank=True, max_length=200, verbose_name="promise")),
                (
                    "promise_by",
                    models.CharField(
                        blank=True,
                        choices=[("lender", "The lender"), ("organiser", "The organiser")],
                        max_length=10,
                        verbose_name="owed by",
                    ),
                ),
                ("promise_on", models.DateField(blank=True, null=True, verbose_name="first due")),
                (
                    "promise_every",
                    models.CharField(
                        choices=[("once", "Once"), ("weekly", "Every week"), ("monthly", "Every month")],
                        default="once",
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="taken from")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.auditevent",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="loans.term",
                        verbose_name="condition",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rh_min__isnull", True),
                            ("rh_max__isnull", True),
                            ("rh_min__lte", models.F("rh_max")),
                            _connector="OR",
                        ),
                        name="loans_proposal_rh_in_order",
                        violation_error_message="The humidity range starts above its end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rh_min__isnull", True), ("rh_min__gte", 0), _connector="OR"),
                            models.Q(("rh_max__isnull", True), ("rh_max__lte", 100), _connector="OR"),
                        ),
                        name="loans_proposal_rh_possible",
                        violation_error_message="Humidity lies between 0 and 100 % RH.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("temperature_min__isnull", True),
                            ("temperature_max__isnull", True),
                            ("temperature_min__lte", models.F("temperature_max")),
                            _connector="OR",
                        ),
                        name="loans_proposal_temperature_in_order",
                        violation_error_message="The temperature range starts above its end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="loans_proposal_amount_not_negative",
                        violation_error_message="An amount can't be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promise", ""),
                            models.Q(models.Q(("promise_by", ""), _negated=True), ("promise_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="loans_proposal_promise_has_owner_and_day",
                        violation_error_message="Say who owes the promise and when it is first due.",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="loans_deadline_kind_once",
        ),
        migrations.AddField(
            model_name="deadline",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deadlines",
                to="loans.loanline",
                verbose_name="object",
            ),
        ),
        migrations.AddField(
            model_name="deadlineevent",
            name="line",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="loans.loanline",
                verbose_name="object",
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="stands_as_of",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="A loan that began elsewhere.",
                null=True,
                verbose_name="taken over as of",
            ),
        ),
        migrations.AddField(
            model_name="loanevent",
            name="stands_as_of",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="A loan that began elsewhere.",
                null=True,
                verbose_name="taken over as of",
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Answer to our request"),
                    ("conditions", "Settle the conditions"),
                    ("agreement", "Agreement signed by both sides"),
                    ("facility_report", "Send the facility report"),
                    ("values", "Values and provenance"),
                    ("final_list", "Final object list"),
                    ("cover", "Apply for cover"),
                    ("immunity", "Publish for immunity"),
                    ("courier", "Book couriers"),
                    ("report_out", "Outgoing condition report"),
                    ("report_in", "Incoming condition report"),
                    ("return", "Return the objects"),
                    ("close_file", "Close the file"),
                    ("renewal", "Apply for renewal"),
                    ("obligation", "Promised in the conditions"),
                    ("incident_notice", "Tell the lender of an incident"),
                    ("incident_report", "Report on an incident"),
                    ("claim", "Make the claim"),
                    ("lawful_return", "Latest lawful return"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="deadlineevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Answer to our request"),
                    ("conditions", "Settle the conditions"),
                    ("agreement", "Agreement signed by both sides"),
                    ("facility_report", "Send the facility report"),
                    ("values", "Values and provenance"),
                    ("final_list", "Final object list"),
                    ("cover", "Apply for cover"),
                    ("immunity", "Publish for immunity"),
                    ("courier", "Book couriers"),
                    ("report_out", "Outgoing condition report"),
                    ("report_in", "Incoming condition report"),
                    ("return", "Return the objects"),
                    ("close_file", "Close the file"),
                    ("renewal", "Apply for renewal"),
                    ("obligation", "Promised in the conditions"),
                    ("incident_notice", "Tell the lender of an incident"),
                    ("incident_report", "Report on an incident"),
                    ("claim", "Make the claim"),
                    ("lawful_return", "Latest lawful return"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("condition_report", "Condition report"),
                    ("agreement", "Agreement"),
                    ("evidence", "Evidence of a decision"),
                    ("permit", "Permit"),
                    ("cover", "Cover"),
                    ("immunity", "Immunity list"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_deadlineevent" ("anchor", "created_at", "done_by", "done_on", "due_date", "exhibition_id", "id", "incident_id", "kind", "line_id", "loan_id", "offset_days", "owed_by", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id", "title", "uid") SELECT new_values."anchor", new_values."created_at", new_values."done_by", new_values."done_on", new_values."due_date", new_values."exhibition_id", new_values."id", new_values."incident_id", new_values."kind", new_values."line_id", new_values."loan_id", new_values."offset_days", new_values."owed_by", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."term_id", new_values."title", new_values."uid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bf34c18db0b9e37df450ed4fedddabe03989c387",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81d50",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_deadlineevent" ("anchor", "created_at", "done_by", "done_on", "due_date", "exhibition_id", "id", "incident_id", "kind", "line_id", "loan_id", "offset_days", "owed_by", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id", "title", "uid") SELECT new_values."anchor", new_values."created_at", new_values."done_by", new_values."done_on", new_values."due_date", new_values."exhibition_id", new_values."id", new_values."incident_id", new_values."kind", new_values."line_id", new_values."loan_id", new_values."offset_days", new_values."owed_by", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."term_id", new_values."title", new_values."uid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c9f34390fedd0eddc5452c90502037197974ec22",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4359",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_deadlineevent" ("anchor", "created_at", "done_by", "done_on", "due_date", "exhibition_id", "id", "incident_id", "kind", "line_id", "loan_id", "offset_days", "owed_by", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id", "title", "uid") SELECT old_values."anchor", old_values."created_at", old_values."done_by", old_values."done_on", old_values."due_date", old_values."exhibition_id", old_values."id", old_values."incident_id", old_values."kind", old_values."line_id", old_values."loan_id", old_values."offset_days", old_values."owed_by", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."term_id", old_values."title", old_values."uid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7091cb6fd6bddb35f528ff3ccbcffe54ae386dae",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7c36b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_loanevent" ("agreement_id", "created_at", "demo_record", "exhibition_id", "id", "lender_id", "note", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "sent_at", "stands_as_of", "uid") SELECT new_values."agreement_id", new_values."created_at", new_values."demo_record", new_values."exhibition_id", new_values."id", new_values."lender_id", new_values."note", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."purpose", new_values."reference", new_values."sent_at", new_values."stands_as_of", new_values."uid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c802132fd5e5105c36c3b817fcf7d5bd6905f9f6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_893ce",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_loan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_loanevent" ("agreement_id", "created_at", "demo_record", "exhibition_id", "id", "lender_id", "note", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "sent_at", "stands_as_of", "uid") SELECT new_values."agreement_id", new_values."created_at", new_values."demo_record", new_values."exhibition_id", new_values."id", new_values."lender_id", new_values."note", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."purpose", new_values."reference", new_values."sent_at", new_values."stands_as_of", new_values."uid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="85f5bd4ecbc4249ace89f21fd96d8a2e0596ae36",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0c1fa",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_loan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_loanevent" ("agreement_id", "created_at", "demo_record", "exhibition_id", "id", "lender_id", "note", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reference", "sent_at", "stands_as_of", "uid") SELECT old_values."agreement_id", old_values."created_at", old_values."demo_record", old_values."exhibition_id", old_values."id", old_values."lender_id", old_values."note", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."purpose", old_values."reference", old_values."sent_at", old_values."stands_as_of", old_values."uid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="57ea8beec1ac3cc82cdee6a3e9b43bd6477511d9",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_713d6",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_loan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="in_force",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="loans.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="latest",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="loans.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="immunitylist",
            name="lines",
            field=models.ManyToManyField(
                related_name="immunity_lists",
                through="loans.ImmunityEntry",
                to="loans.loanline",
                verbose_name="objects",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deadlines",
                to="loans.incident",
                verbose_name="incident",
            ),
        ),
        migrations.AddField(
            model_name="deadlineevent",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="loans.incident",
                verbose_name="incident",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deadlines",
                to="loans.term",
                verbose_name="condition",
            ),
        ),
        migrations.AddField(
            model_name="deadlineevent",
            name="term",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="loans.term",
                verbose_name="condition",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("loan__isnull", False),
                    models.Q(
                        ("kind__in", ["other", "obligation", "incident_notice", "incident_report", "claim"]),
                        _negated=True,
                    ),
                ),
                fields=("loan", "kind"),
                name="loans_deadline_kind_once",
                violation_error_message="This loan has a deadline of this kind already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("term__isnull", False)),
                fields=("term", "due_date"),
                name="loans_deadline_of_a_term_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("incident__isnull", False)),
                fields=("incident", "kind"),
                name="loans_deadline_of_an_incident_once",
            ),
        ),
        migrations.AddField(
            model_name="termevent",
            name="current",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="loans.termproposal",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="current",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="loans.termproposal",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementversion",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_when_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."issued_on" IS NOT NULL AND (OLD."clauses" IS DISTINCT FROM (NEW."clauses") OR OLD."terms" IS DISTINCT FROM (NEW."terms") OR OLD."schedule" IS DISTINCT FROM (NEW."schedule") OR OLD."changes" IS DISTINCT FROM (NEW."changes") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="98728015baafb0911c8388da6f2a976eeb44e5fe",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_when_issued_059eb",
                    table="loans_agreementversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_agreementversionevent" ("agreement_id", "changes", "clauses", "created_at", "equally_authentic", "executed_on", "file_id", "governing_language", "id", "issued_on", "kind", "languages", "lender_signatory", "lender_signed_on", "lender_steps", "number", "organiser_signatory", "organiser_signed_on", "organiser_steps", "originals_wanted", "own_paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule", "sealed_file_id", "sha256", "signing", "summary", "terms", "uid", "withdrawn_on") SELECT new_values."agreement_id", new_values."changes", new_values."clauses", new_values."created_at", new_values."equally_authentic", new_values."executed_on", new_values."file_id", new_values."governing_language", new_values."id", new_values."issued_on", new_values."kind", new_values."languages", new_values."lender_signatory", new_values."lender_signed_on", new_values."lender_steps", new_values."number", new_values."organiser_signatory", new_values."organiser_signed_on", new_values."organiser_steps", new_values."originals_wanted", new_values."own_paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."schedule", new_values."sealed_file_id", new_values."sha256", new_values."signing", new_values."summary", new_values."terms", new_values."uid", new_values."withdrawn_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="84b5a88cdb60bed9da101826237aa6d251d1e4c6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9b0ac",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_agreementversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_agreementversionevent" ("agreement_id", "changes", "clauses", "created_at", "equally_authentic", "executed_on", "file_id", "governing_language", "id", "issued_on", "kind", "languages", "lender_signatory", "lender_signed_on", "lender_steps", "number", "organiser_signatory", "organiser_signed_on", "organiser_steps", "originals_wanted", "own_paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule", "sealed_file_id", "sha256", "signing", "summary", "terms", "uid", "withdrawn_on") SELECT new_values."agreement_id", new_values."changes", new_values."clauses", new_values."created_at", new_values."equally_authentic", new_values."executed_on", new_values."file_id", new_values."governing_language", new_values."id", new_values."issued_on", new_values."kind", new_values."languages", new_values."lender_signatory", new_values."lender_signed_on", new_values."lender_steps", new_values."number", new_values."organiser_signatory", new_values."organiser_signed_on", new_values."organiser_steps", new_values."originals_wanted", new_values."own_paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."schedule", new_values."sealed_file_id", new_values."sha256", new_values."signing", new_values."summary", new_values."terms", new_values."uid", new_values."withdrawn_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="438ba79cd9f2795b5faa4d37bbaa0da3d929a7db",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9b29b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_agreementversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_agreementversionevent" ("agreement_id", "changes", "clauses", "created_at", "equally_authentic", "executed_on", "file_id", "governing_language", "id", "issued_on", "kind", "languages", "lender_signatory", "lender_signed_on", "lender_steps", "number", "organiser_signatory", "organiser_signed_on", "organiser_steps", "originals_wanted", "own_paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule", "sealed_file_id", "sha256", "signing", "summary", "terms", "uid", "withdrawn_on") SELECT old_values."agreement_id", old_values."changes", old_values."clauses", old_values."created_at", old_values."equally_authentic", old_values."executed_on", old_values."file_id", old_values."governing_language", old_values."id", old_values."issued_on", old_values."kind", old_values."languages", old_values."lender_signatory", old_values."lender_signed_on", old_values."lender_steps", old_values."number", old_values."organiser_signatory", old_values."organiser_signed_on", old_values."organiser_steps", old_values."originals_wanted", old_values."own_paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."schedule", old_values."sealed_file_id", old_values."sha256", old_values."signing", old_values."summary", old_values."terms", old_values."uid", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5599ac57cd1531a2973adbecba8ceaa8a4aa0818",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ca915",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_agreementversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f7f33f2f87435e60e8b2c87cf87a8723b7c98f15",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_56f1c",
                    table="loans_agreementsignature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementversionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd196016b1a5a3fc4d916e0ffb2139d06617fd4b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cc4a4",
                    table="loans_agreementversionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cover",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_coverevent" ("applied_on", "borrower_class", "certificate_id", "claims_days", "conditions", "created_at", "exhibition_id", "granted_on", "id", "insurer", "kind", "limit", "limit_currency", "limit_location", "limit_location_currency", "limit_vehicle", "limit_vehicle_currency", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "uid") SELECT new_values."applied_on", new_values."borrower_class", new_values."certificate_id", new_values."claims_days", new_values."conditions", new_values."created_at", new_values."exhibition_id", new_values."granted_on", new_values."id", new_values."insurer", new_values."kind", new_values."limit", new_values."limit_currency", new_values."limit_location", new_values."limit_location_currency", new_values."limit_vehicle", new_values."limit_vehicle_currency", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reference", new_values."uid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c709b8bb89006e651148eb44f0ff5cbda54f932e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b08a3",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_cover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cover",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_coverevent" ("applied_on", "borrower_class", "certificate_id", "claims_days", "conditions", "created_at", "exhibition_id", "granted_on", "id", "insurer", "kind", "limit", "limit_currency", "limit_location", "limit_location_currency", "limit_vehicle", "limit_vehicle_currency", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "uid") SELECT new_values."applied_on", new_values."borrower_class", new_values."certificate_id", new_values."claims_days", new_values."conditions", new_values."created_at", new_values."exhibition_id", new_values."granted_on", new_values."id", new_values."insurer", new_values."kind", new_values."limit", new_values."limit_currency", new_values."limit_location", new_values."limit_location_currency", new_values."limit_vehicle", new_values."limit_vehicle_currency", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reference", new_values."uid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="71b72e3fe4189e8f003e8426364aa3531875e3a3",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0cf2e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_cover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cover",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_coverevent" ("applied_on", "borrower_class", "certificate_id", "claims_days", "conditions", "created_at", "exhibition_id", "granted_on", "id", "insurer", "kind", "limit", "limit_currency", "limit_location", "limit_location_currency", "limit_vehicle", "limit_vehicle_currency", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "uid") SELECT old_values."applied_on", old_values."borrower_class", old_values."certificate_id", old_values."claims_days", old_values."conditions", old_values."created_at", old_values."exhibition_id", old_values."granted_on", old_values."id", old_values."insurer", old_values."kind", old_values."limit", old_values."limit_currency", old_values."limit_location", old_values."limit_location_currency", old_values."limit_vehicle", old_values."limit_vehicle_currency", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reference", old_values."uid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a42c164987adc655ec19e8c60c1bdf78807c4d7e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a4212",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_cover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2f8342210236b1baf3f16fc5264a464d3f46c3b7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_32803",
                    table="loans_coverevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilityview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8e47cbc853e71acd44982dda958cea28e11a1f2d",
                    operation="DELETE",
                    pgid="pgtrigger_append_only_6859c",
                    table="loans_facilityview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gaterecord",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_gaterecordevent" ("decided_by", "decided_by_title", "decided_on", "event_id", "evidence_id", "evidence_number", "gate", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "uid", "valid_from", "valid_until") SELECT new_values."decided_by", new_values."decided_by_title", new_values."decided_on", new_values."event_id", new_values."evidence_id", new_values."evidence_number", new_values."gate", new_values."id", new_values."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason", new_values."state", new_values."uid", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d1386b360ebb1dc2023f8b72dcf80e60cc8ac23a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_212e0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_gaterecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gaterecord",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_gaterecordevent" ("decided_by", "decided_by_title", "decided_on", "event_id", "evidence_id", "evidence_number", "gate", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "uid", "valid_from", "valid_until") SELECT new_values."decided_by", new_values."decided_by_title", new_values."decided_on", new_values."event_id", new_values."evidence_id", new_values."evidence_number", new_values."gate", new_values."id", new_values."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reason", new_values."state", new_values."uid", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="23cf8f6415340ae88dfc1c04d4f41b702eef8fcf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fcbb5",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_gaterecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gaterecord",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_gaterecordevent" ("decided_by", "decided_by_title", "decided_on", "event_id", "evidence_id", "evidence_number", "gate", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "uid", "valid_from", "valid_until") SELECT old_values."decided_by", old_values."decided_by_title", old_values."decided_on", old_values."event_id", old_values."evidence_id", old_values."evidence_number", old_values."gate", old_values."id", old_values."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason", old_values."state", old_values."uid", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="11fd2f6779a85de6250a156d8ececfadf94a1a4e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_261e4",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_gaterecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gaterecordevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8b87358c5877362f78647b21971571fd3db31b6a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4ea28",
                    table="loans_gaterecordevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="immunitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="91a773c08a7656957c10ef003c17116e4d849ab2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b2c9a",
                    table="loans_immunitycheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_incidentevent" ("consent_by", "consent_on", "created_at", "found_by", "happened_on", "id", "kind", "line_id", "notified_on", "notified_whom", "notify_by", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id", "place", "reference", "report_by", "reported_on", "settled_on", "settlement", "uid", "words") SELECT new_values."consent_by", new_values."consent_on", new_values."created_at", new_values."found_by", new_values."happened_on", new_values."id", new_values."kind", new_values."line_id", new_values."notified_on", new_values."notified_whom", new_values."notify_by", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."photo_id", new_values."place", new_values."reference", new_values."report_by", new_values."reported_on", new_values."settled_on", new_values."settlement", new_values."uid", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1ee35f96dd9751bde29a71945d397f8a481c0e36",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_76c81",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_incidentevent" ("consent_by", "consent_on", "created_at", "found_by", "happened_on", "id", "kind", "line_id", "notified_on", "notified_whom", "notify_by", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id", "place", "reference", "report_by", "reported_on", "settled_on", "settlement", "uid", "words") SELECT new_values."consent_by", new_values."consent_on", new_values."created_at", new_values."found_by", new_values."happened_on", new_values."id", new_values."kind", new_values."line_id", new_values."notified_on", new_values."notified_whom", new_values."notify_by", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."photo_id", new_values."place", new_values."reference", new_values."report_by", new_values."reported_on", new_values."settled_on", new_values."settlement", new_values."uid", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4ca302ceaadd5512edeeb9f29de7e21c6cb9583e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8e1b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_incidentevent" ("consent_by", "consent_on", "created_at", "found_by", "happened_on", "id", "kind", "line_id", "notified_on", "notified_whom", "notify_by", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id", "place", "reference", "report_by", "reported_on", "settled_on", "settlement", "uid", "words") SELECT old_values."consent_by", old_values."consent_on", old_values."created_at", old_values."found_by", old_values."happened_on", old_values."id", old_values."kind", old_values."line_id", old_values."notified_on", old_values."notified_whom", old_values."notify_by", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."photo_id", old_values."place", old_values."reference", old_values."report_by", old_values."reported_on", old_values."settled_on", old_values."settlement", old_values."uid", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="72dcd72fc79e0c33bd6b1ff86d8509c742145acc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d9b3d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_incident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="52c204117a9e14bb34aaa15f2eecfeaf3b16a6bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_03f87",
                    table="loans_incidentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="location",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1106b86119fe96ef7ee45e3fc31bd3d1bd74819c",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_0a0f2",
                    table="loans_location",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="permit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_permitevent" ("applied_on", "authority", "country", "created_at", "direction", "discharged_on", "exhibition_id", "file_id", "id", "issued_on", "kind", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_by", "signatory", "status", "uid", "valid_from", "valid_until") SELECT new_values."applied_on", new_values."authority", new_values."country", new_values."created_at", new_values."direction", new_values."discharged_on", new_values."exhibition_id", new_values."file_id", new_values."id", new_values."issued_on", new_values."kind", new_values."note", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."return_by", new_values."signatory", new_values."status", new_values."uid", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="207b3db2da0d663c9cfd795238fdf99a7fdc9e63",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_056f7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_permit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="permit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_permitevent" ("applied_on", "authority", "country", "created_at", "direction", "discharged_on", "exhibition_id", "file_id", "id", "issued_on", "kind", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_by", "signatory", "status", "uid", "valid_from", "valid_until") SELECT new_values."applied_on", new_values."authority", new_values."country", new_values."created_at", new_values."direction", new_values."discharged_on", new_values."exhibition_id", new_values."file_id", new_values."id", new_values."issued_on", new_values."kind", new_values."note", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."return_by", new_values."signatory", new_values."status", new_values."uid", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1319968156cdafcddc65279533b3e67fbd7b600f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c892b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_permit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="permit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_permitevent" ("applied_on", "authority", "country", "created_at", "direction", "discharged_on", "exhibition_id", "file_id", "id", "issued_on", "kind", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_by", "signatory", "status", "uid", "valid_from", "valid_until") SELECT old_values."applied_on", old_values."authority", old_values."country", old_values."created_at", old_values."direction", old_values."discharged_on", old_values."exhibition_id", old_values."file_id", old_values."id", old_values."issued_on", old_values."kind", old_values."note", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."return_by", old_values."signatory", old_values."status", old_values."uid", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f54f1045749801246c3c5200f8b4c9975b4416e7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1d268",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_permit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="permitevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="20fe32c9d82203277f65a12001a65a9b55f7667b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_76fc5",
                    table="loans_permitevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_shipmentevent" ("agent", "agent_telephone", "arrived_on", "cancelled_on", "collect_on", "created_at", "deliver_on", "direction", "dispatched_on", "exhibition_id", "id", "note", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "released_at", "released_by", "showing_id", "uid") SELECT new_values."agent", new_values."agent_telephone", new_values."arrived_on", new_values."cancelled_on", new_values."collect_on", new_values."created_at", new_values."deliver_on", new_values."direction", new_values."dispatched_on", new_values."exhibition_id", new_values."id", new_values."note", new_values."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reference", new_values."released_at", new_values."released_by", new_values."showing_id", new_values."uid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="790ae3a6dcd304d9a247b4ec64747edb07f0b3bd",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_54f1c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_shipment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_shipmentevent" ("agent", "agent_telephone", "arrived_on", "cancelled_on", "collect_on", "created_at", "deliver_on", "direction", "dispatched_on", "exhibition_id", "id", "note", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "released_at", "released_by", "showing_id", "uid") SELECT new_values."agent", new_values."agent_telephone", new_values."arrived_on", new_values."cancelled_on", new_values."collect_on", new_values."created_at", new_values."deliver_on", new_values."direction", new_values."dispatched_on", new_values."exhibition_id", new_values."id", new_values."note", new_values."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reference", new_values."released_at", new_values."released_by", new_values."showing_id", new_values."uid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d6a4b751b1358676dd0dcc6d206db9998311976b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e4875",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_shipment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_shipmentevent" ("agent", "agent_telephone", "arrived_on", "cancelled_on", "collect_on", "created_at", "deliver_on", "direction", "dispatched_on", "exhibition_id", "id", "note", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "released_at", "released_by", "showing_id", "uid") SELECT old_values."agent", old_values."agent_telephone", old_values."arrived_on", old_values."cancelled_on", old_values."collect_on", old_values."created_at", old_values."deliver_on", old_values."direction", old_values."dispatched_on", old_values."exhibition_id", old_values."id", old_values."note", old_values."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reference", old_values."released_at", old_values."released_by", old_values."showing_id", old_values."uid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="aecc2f6981a2db2b9157ccfeecd7a7a70a96e2b6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b8eea",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_shipment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c8ea82c55829ed8ae4f2f26a1d2850d07141dc78",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a2da8",
                    table="loans_shipmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="termproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9d5f87a6ee5f8a3fb8fb16bcecd9034a10d8aec5",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_c1808",
                    table="loans_termproposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="termevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="650e1c216a6a2ec34376226c8157ceee7fdb9d98",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6a25b",
                    table="loans_termevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_termevent" ("created_at", "current_id", "id", "kind", "line_id", "loan_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_on", "status", "uid") SELECT new_values."created_at", new_values."current_id", new_values."id", new_values."kind", new_values."line_id", new_values."loan_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."settled_on", new_values."status", new_values."uid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a6e421ae0d7455fba151d980fc3bf8c32d14bf19",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7293c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_term",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_termevent" ("created_at", "current_id", "id", "kind", "line_id", "loan_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_on", "status", "uid") SELECT new_values."created_at", new_values."current_id", new_values."id", new_values."kind", new_values."line_id", new_values."loan_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."settled_on", new_values."status", new_values."uid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0710b1478f6ef5c34704a60a7e3ab10aa03714df",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_24ae0",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_term",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_termevent" ("created_at", "current_id", "id", "kind", "line_id", "loan_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_on", "status", "uid") SELECT old_values."created_at", old_values."current_id", old_values."id", old_values."kind", old_values."line_id", old_values."loan_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."settled_on", old_values."status", old_values."uid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a2e58d0edc34fbc173fbe0350ccf7fb009052291",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_39cc0",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_term",
                    when="AFTER",
                ),
            ),
        ),
    ]
