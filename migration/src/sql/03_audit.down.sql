drop table notifications;
drop table audit_logs;
