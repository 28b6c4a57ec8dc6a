import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("loans", "0004_conditions_and_signatures_carried_over"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="loanline",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="loanline",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="loanline",
            name="delete_delete",
        ),
        migrations.RemoveField(
            model_name="agreement",
            name="file",
        ),
        migrations.RemoveField(
            model_name="agreement",
            name="lender_signatory",
        ),
        migrations.RemoveField(
            model_name="agreement",
            name="lender_signed_on",
        ),
        migrations.RemoveField(
            model_name="agreement",
            name="organiser_signatory",
        ),
        migrations.RemoveField(
            model_name="agreement",
            name="organiser_signed_on",
        ),
        migrations.RemoveField(
            model_name="loanline",
            name="conditions",
        ),
        migrations.RemoveField(
            model_name="loanlineevent",
            name="conditions",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_loanlineevent" ("agreed_value", "agreed_value_currency", "created_at", "decided_by", "decided_on", "entry_id", "held_since", "hold_reason", "id", "incident_since", "loan_id", "number", "object_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pieces", "reason", "reason_code", "status", "substitute_id", "uid", "updated_at") SELECT new_values."agreed_value", new_values."agreed_value_currency", new_values."created_at", new_values."decided_by", new_values."decided_on", new_values."entry_id", new_values."held_since", new_values."hold_reason", new_values."id", new_values."incident_since", new_values."loan_id", new_values."number", new_values."object_id", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."pieces", new_values."reason", new_values."reason_code", new_values."status", new_values."substitute_id", new_values."uid", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="952413de45f95fe6df0c3d4c212b958a1ff08112",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a615",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="loans_loanline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_loanlineevent" ("agreed_value", "agreed_value_currency", "created_at", "decided_by", "decided_on", "entry_id", "held_since", "hold_reason", "id", "incident_since", "loan_id", "number", "object_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pieces", "reason", "reason_code", "status", "substitute_id", "uid", "updated_at") SELECT new_values."agreed_value", new_values."agreed_value_currency", new_values."created_at", new_values."decided_by", new_values."decided_on", new_values."entry_id", new_values."held_since", new_values."hold_reason", new_values."id", new_values."incident_since", new_values."loan_id", new_values."number", new_values."object_id", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."pieces", new_values."reason", new_values."reason_code", new_values."status", new_values."substitute_id", new_values."uid", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b7e90f159c40b53c4a7636f5e98ad57b249e6292",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_44fe4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="loans_loanline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "loans_loanlineevent" ("agreed_value", "agreed_value_currency", "created_at", "decided_by", "decided_on", "entry_id", "held_since", "hold_reason", "id", "incident_since", "loan_id", "number", "object_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pieces", "reason", "reason_code", "status", "substitute_id", "uid", "updated_at") SELECT old_values."agreed_value", old_values."agreed_value_currency", old_values."created_at", old_values."decided_by", old_values."decided_on", old_values."entry_id", old_values."held_since", old_values."hold_reason", old_values."id", old_values."incident_since", old_values."loan_id", old_values."number", old_values."object_id", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."pieces", old_values."reason", old_values."reason_code", old_values."status", old_values."substitute_id", old_values."uid", old_values."updated_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4f0760241bb69f3e6ecfe75bc122945a91e9f121",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5b865",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="loans_loanline",
                    when="AFTER",
                ),
            ),
        ),
    ]
