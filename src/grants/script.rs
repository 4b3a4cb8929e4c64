//! The script, from its parts. It can be run again: it ends where it ended before, and takes away what is too much.

use super::functions::{self, IDS, SEES_ALL};
use super::policies;
use super::roles::{Role, Roles};
use super::tables::{Rights, TABLES};
use crate::ledger::retention;

/// How many connections the hub has at most: what it asks must never crowd out those who work.
const HUB_CONNECTIONS: u32 = 20;

/// Sets up roles, rights and policies.
#[must_use]
pub fn grant(roles: &Roles) -> String {
    let mut sql = String::from(
        "-- Roles, rights and row level security for opsledger, as `scheduler grants` prints them.\n\
         -- May be run again, and must be after each migration. Each table is locked for a moment; rather than let others\n\
         -- queue up behind somebody who does not let go of one, it gives up.\n\
         set local lock_timeout = '10s';\n",
    );
    sql.push_str(&make_roles(roles));
    sql.push_str(&own(roles));
    sql.push_str(&functions::make(roles));
    sql.push_str(&retention(roles));
    for table in TABLES {
        sql.push_str(&rights(roles, table.name, table.jobs, table.seed, table.hub));
        sql.push_str(&policies::of(roles, table));
    }
    sql.push_str(&settings(roles));
    sql
}

/// The roles themselves. One that is there already may not be stronger than what is made here.
fn make_roles(roles: &Roles) -> String {
    let names = |which: &dyn Fn(Role) -> bool| {
        let names: Vec<String> =
            Role::ALL.iter().filter(|role| which(**role)).map(|role| format!("'{}'", roles.name(*role))).collect();
        names.join(", ")
    };
    let (all, login, owner) = (names(&|_| true), names(&Role::logs_in), roles.name(Role::Owner));
    format!(
        "
do $$
declare
    name text;
begin
    foreach name in array array[{all}] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I nosuperuser nocreatedb nocreaterole noreplication nobypassrls %s', name,
                case when name = any (array[{login}]) then 'login' else 'nologin' end);
        end if;
        if exists (select from pg_roles where rolname = name
                and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)) then
            raise exception 'grants.role_too_strong: the role % has more than opsledger gives it', name;
        end if;
    end loop;
    -- Whoever hands a table over must be able to become its new owner.
    if not (select rolsuper from pg_roles where rolname = current_user)
            and not pg_has_role(current_user, '{owner}', 'member') then
        execute format('grant {owner} to %I', current_user);
    end if;
end $$;
"
    )
}

/// Everything of ours belongs to the owner, sequences and indexes with their tables.
fn own(roles: &Roles) -> String {
    let (schema, owner) = (roles.schema(), roles.name(Role::Owner));
    let programs: Vec<String> =
        [Role::Jobs, Role::Seed, Role::Hub, Role::Retention].map(|role| roles.name(role)).into();
    let programs = programs.join(", ");
    let mut sql = format!(
        "
revoke create on schema {schema} from public;
revoke all on schema {schema} from {programs};
grant usage on schema {schema} to {programs};
grant usage, create on schema {schema} to {owner};
do $$
declare
    made regprocedure;
begin
    for made in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = '{schema}' and p.proname like 'opsledger\\_%' and p.proname <> '{}' loop
        execute format('alter function %s owner to {owner}', made);
    end loop;
end $$;
",
        retention::FUNCTION
    );
    for table in TABLES {
        sql.push_str(&format!("alter table {schema}.{} owner to {owner};\n", table.name));
    }
    sql
}

/// The one way in which runs are deleted.
fn retention(roles: &Roles) -> String {
    let (schema, role, jobs) = (roles.schema(), roles.name(Role::Retention), roles.name(Role::Jobs));
    let function = format!("{schema}.{}(bigint[])", retention::FUNCTION);
    // To own a function a role must be able to make one; only while it is handed over.
    format!(
        "{}grant create on schema {schema} to {role};
do $$
begin
    if not (select rolsuper from pg_roles where rolname = current_user)
            and not pg_has_role(current_user, '{role}', 'member') then
        execute format('grant {role} to %I', current_user);
    end if;
end $$;
alter function {function} owner to {role};
revoke create on schema {schema} from {role};
revoke all on function {function} from public;
grant execute on function {function} to {jobs};
",
        retention::function(schema)
    )
}

/// What each program may do to a table; nothing else, whatever was granted before.
fn rights(roles: &Roles, table: &str, jobs: Rights, seed: Rights, hub: &str) -> String {
    let name = format!("{}.{table}", roles.schema());
    let programs: Vec<String> =
        [Role::Jobs, Role::Seed, Role::Hub, Role::Retention].map(|role| roles.name(role)).into();
    let mut sql = format!("\nrevoke all on {name} from public, {};\n", programs.join(", "));
    for (role, rights) in [(Role::Jobs, jobs), (Role::Seed, seed)] {
        let Rights { select, insert, update, delete } = rights;
        let mut what: Vec<String> = Vec::new();
        what.extend(columns("select", select));
        what.extend(insert.then(|| "insert".to_owned()));
        what.extend(columns("update", update));
        what.extend((!delete.is_empty()).then(|| "delete".to_owned()));
        if !what.is_empty() {
            sql.push_str(&format!("grant {} on {name} to {};\n", what.join(", "), roles.name(role)));
        }
    }
    sql.extend(columns("select", hub).map(|what| format!("grant {what} on {name} to {};\n", roles.name(Role::Hub))));
    let retention = roles.name(Role::Retention);
    match table {
        "operation_runs" => sql.push_str(&format!(
            "grant select (id, workspace_id, status, completed_at), delete on {name} to {retention};\n"
        )),
        "audit_logs" => sql.push_str(&format!("grant insert on {name} to {retention};\n")),
        _ => {}
    }
    sql
}

fn columns(what: &str, columns: &str) -> Option<String> {
    match columns {
        "" => None,
        "*" => Some(what.to_owned()),
        some => Some(format!("{what} ({some})")),
    }
}

/// What holds for the sessions of a role in this database, and what the seeder needs besides tables: it says from where
/// ids go on.
fn settings(roles: &Roles) -> String {
    let schema = roles.schema();
    let [jobs, seed, hub] = [Role::Jobs, Role::Seed, Role::Hub].map(|role| roles.name(role));
    let seeded: Vec<String> = TABLES
        .iter()
        .filter(|table| table.seed.insert && !table.name.starts_with("seed_"))
        .map(|table| format!("'{}'", table.name))
        .collect();
    format!(
        "
do $$
declare
    name text;
begin
    foreach name in array array[{}] loop
        execute format('grant usage, select, update on sequence %s to {seed}',
            pg_get_serial_sequence('{schema}.' || name, 'id'));
    end loop;
    foreach name in array array['{jobs}', '{seed}', '{hub}'] loop
        execute format('alter role %I in database %I set search_path = {schema}, pg_temp', name, current_database());
    end loop;
    execute format('alter role {hub} in database %I set default_transaction_read_only = on', current_database());
    execute format('alter role {hub} in database %I set statement_timeout = ''2s''', current_database());
end $$;
alter role {hub} connection limit {HUB_CONNECTIONS};
",
        seeded.join(", ")
    )
}

/// Takes back what [`grant`] gave. The tables go to whoever runs it; a role goes too, unless another database uses it.
#[must_use]
pub fn revoke(roles: &Roles) -> String {
    let schema = roles.schema();
    let names = roles.names();
    let list = names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let mut tables = String::new();
    for table in TABLES {
        tables.push_str(&format!("alter table {schema}.{} owner to current_user;\n", table.name));
    }
    format!(
        "-- Takes back what `scheduler grants` gave.
set local lock_timeout = '10s';
do $$
declare
    one record;
begin
    for one in select tablename, policyname from pg_policies
            where schemaname = '{schema}' and roles && array(select unnest(array[{list}])::name) loop
        execute format('drop policy %I on {schema}.%I', one.policyname, one.tablename);
    end loop;
    for one in select c.relname from pg_class c where c.relnamespace = '{schema}'::regnamespace and c.relrowsecurity
            and not exists (select from pg_policies p where p.schemaname = '{schema}' and p.tablename = c.relname) loop
        execute format('alter table {schema}.%I no force row level security', one.relname);
        execute format('alter table {schema}.%I disable row level security', one.relname);
    end loop;
    for one in select p.oid::regprocedure as made from pg_proc p
            where p.pronamespace = '{schema}'::regnamespace and p.proname in ('{SEES_ALL}', '{IDS}', '{}') loop
        execute format('drop function %s', one.made);
    end loop;
    for one in select p.oid::regprocedure as made from pg_proc p
            where p.pronamespace = '{schema}'::regnamespace and p.proname like 'opsledger\\_%' loop
        execute format('alter function %s owner to current_user', one.made);
    end loop;
end $$;
{tables}do $$
declare
    name text;
begin
    foreach name in array array[{list}] loop
        if exists (select from pg_roles where rolname = name) then
            execute format('revoke all on all tables in schema {schema} from %I', name);
            execute format('revoke all on all sequences in schema {schema} from %I', name);
            execute format('revoke all on all functions in schema {schema} from %I', name);
            execute format('revoke all on schema {schema} from %I', name);
            execute format('alter role %I in database %I reset all', name, current_database());
            begin
                execute format('drop role %I', name);
            exception when dependent_objects_still_exist then
                raise notice 'the role % stays: another database uses it', name;
            end;
        end if;
    end loop;
end $$;
",
        retention::FUNCTION
    )
}
