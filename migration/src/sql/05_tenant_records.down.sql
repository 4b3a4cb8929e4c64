drop table findings;
drop table restore_runs;
drop table backup_schedule_runs;
drop table backup_items;
drop table backup_sets;
drop table backup_schedules;
drop table policies;
