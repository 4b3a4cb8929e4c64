create trigger audit_logs_no_update before update on audit_logs
begin
    select raise(abort, 'audit.append_only');
end;
create trigger audit_logs_no_delete before delete on audit_logs
begin
    select raise(abort, 'audit.append_only');
end;
-- INSERT OR REPLACE deletes without firing the delete trigger.
create trigger audit_logs_no_replace before insert on audit_logs
when exists (select 1 from audit_logs where id = new.id)
begin
    select raise(abort, 'audit.append_only');
end;
