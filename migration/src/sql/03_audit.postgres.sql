create function opsledger_refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'audit.append_only' using errcode = 'integrity_constraint_violation';
end $$;

create trigger audit_logs_no_change before update or delete on audit_logs
for each row execute function opsledger_refuse_audit_change();
-- Row triggers do not see TRUNCATE.
create trigger audit_logs_no_truncate before truncate on audit_logs
for each statement execute function opsledger_refuse_audit_change();
