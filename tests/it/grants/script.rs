//! The script as a whole: once is as twice, it leaves nothing behind, and who may not run it is told so.

use opsledger::db::Engine;
use opsledger::grants::roles::Role;
use opsledger::grants::{self, Roles, script};
use opsledger::seeding;

use super::*;
use crate::schema::golden::{described, differences};
use crate::support::process::{SCHEDULER, run};

/// Everything that the script may touch, as text.
async fn state(t: &TestDb) -> Vec<String> {
    let mut all = t
        .texts(
            "select format('%s %s %s', relname, relowner::regrole, coalesce(relacl::text, '-')) from pg_class \
             where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') \
             union all select format('%s %s %s %s', polrelid::regclass, polname, pg_get_expr(polqual, polrelid), polroles::regrole[]) from pg_policy \
             union all select format('%s %s %s', oid::regprocedure, proowner::regrole, coalesce(proacl::text, '-')) from pg_proc \
             where pronamespace = 'public'::regnamespace \
             union all select format('%s %s', setrole::regrole, setconfig) from pg_db_role_setting \
             where setdatabase = (select oid from pg_database where datname = current_database()) order by 1",
        )
        .await;
    all.push(described(t).await);
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_script_run_twice_is_as_once_and_taken_back_leaves_nothing() {
    let t = postgres().await;
    let before = described(&t).await;
    let roles = t.staff().await;
    let once = state(&t).await;
    grants::apply(&t.db, &roles).await.unwrap();
    assert_eq!(once, state(&t).await);
    assert!(once.iter().filter(|line| line.contains(&roles.name(Role::Hub))).count() > 20);

    grants::revoke(&t.db, &roles).await.unwrap();
    assert_eq!(differences(&before, &described(&t).await), "");
    let name = roles.name(Role::Jobs);
    let prefix = name.trim_end_matches("ops_jobs");
    let left = state(&t).await;
    assert!(left.iter().all(|line| !line.contains(prefix)), "{left:#?}");
    assert_eq!(t.count(&format!("select count(*) from pg_roles where rolname like '{prefix}%'")).await, 0);
    let judged = "select count(*) from pg_class where relnamespace = 'public'::regnamespace and (relrowsecurity or relforcerowsecurity)";
    assert_eq!(t.count(judged).await, 0);
    grants::revoke(&t.db, &roles).await.expect("nothing to take back is no error");
    grants::apply(&t.db, &roles).await.expect("and it can be set up again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_that_another_database_uses_stay_when_one_takes_them_back() {
    let (one, other) = (postgres().await, postgres().await);
    let roles = one.staff().await;
    grants::apply(&other.db, &roles).await.unwrap();
    grants::revoke(&one.db, &roles).await.unwrap();
    other.open_as(&roles, Role::Jobs, 1).await.close().await.unwrap();
    grants::revoke(&other.db, &roles).await.unwrap();
    let name = roles.name(Role::Jobs);
    assert_eq!(other.count(&format!("select count(*) from pg_roles where rolname = '{name}'")).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_would_pass_by_the_policies_is_refused() {
    let t = postgres().await;
    let roles = t.staff().await;
    let jobs = roles.name(Role::Jobs);
    for attribute in ["superuser", "bypassrls", "createrole"] {
        t.sql(&format!("alter role {jobs} {attribute}")).await;
        assert_eq!(grants::apply(&t.db, &roles).await.unwrap_err().code, "grants.role_too_strong", "{attribute}");
        t.sql(&format!("alter role {jobs} no{attribute}")).await;
    }
    grants::apply(&t.db, &roles).await.unwrap();
    let poor = t.open_as(&roles, Role::Jobs, 1).await;
    let problem = grants::apply(&poor, &roles).await.unwrap_err();
    assert_eq!(problem.code, "grants.not_allowed", "{problem}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_owns_the_database_and_may_make_roles_needs_no_superuser() {
    let t = postgres().await;
    let id = uuid::Uuid::new_v4().simple().to_string();
    let (roles, admin) = (Roles::new(&format!("t{}_", &id[..12]), "public").unwrap(), format!("t{}_admin", &id[..12]));
    t.remember_roles(roles.names().into_iter().chain([admin.clone()]).collect());
    t.sql(&format!(
        "create role {admin} login createrole;
         do $$ declare made record; begin
             execute format('alter database %I owner to {admin}', current_database());
             for made in select oid::regclass as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
                 execute format('alter table %s owner to {admin}', made.name);
             end loop;
             for made in select oid::regprocedure as name from pg_proc where pronamespace = 'public'::regnamespace loop
                 execute format('alter function %s owner to {admin}', made.name);
             end loop;
         end $$"
    ))
    .await;
    let url = t.url.replace("postgres://postgres@", &format!("postgres://{admin}@"));
    let db = opsledger::db::Db::open(&url, opsledger::db::Access::Existing, 1).await.unwrap();
    grants::apply(&db, &roles).await.unwrap();
    grants::apply(&db, &roles).await.unwrap();
    t.open_as(&roles, Role::Hub, 1).await.close().await.unwrap();
    grants::revoke(&db, &roles).await.unwrap();
    let owners = "select distinct relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace";
    assert_eq!(t.texts(owners).await, [admin]);
    assert_eq!(
        t.count(&format!("select count(*) from pg_roles where rolname = '{}'", roles.name(Role::Jobs))).await,
        0
    );
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_can_be_rolled_back_and_forth_by_a_member_of_the_owner() {
    let t = postgres().await;
    let roles = t.staff().await;
    let login = format!("{}_login", roles.name(Role::Owner));
    t.sql(&format!("create role {login} login in role {}", roles.name(Role::Owner))).await;
    let url = t.url.replace("postgres://postgres@", &format!("postgres://{login}@"));
    let db = opsledger::db::Db::open(&url, opsledger::db::Access::Existing, 1).await.unwrap();
    // A seed goes in as the owner as well, which FORCE holds to its policy and COPY refuses.
    let ledger = opsledger::ledger::Ledger::new(db.clone(), opsledger::clock::Clock::system(), "owner");
    let not_production = seeding::NotProduction::check(&url, None, None).unwrap();
    let applied =
        seeding::apply(&ledger, &seeding::scenario::load("ci").unwrap(), seeding::Options::new(not_production))
            .await
            .unwrap();
    assert!(applied.changed);
    seeding::reset::reset(&ledger, "ci", not_production).await.unwrap();
    assert_eq!(t.count("select count(*) from operation_runs").await, 0);
    db.close().await.unwrap();
    t.sql(&format!("drop role {login}")).await;
}

on_both! {
    async fn the_command_prints_what_it_would_run_and_runs_what_it_prints(t: TestDb) {
        if t.engine == Engine::Sqlite {
            for arguments in [vec!["grants"], vec!["grants", "--apply"], vec!["grants", "--revoke", "--apply"]] {
                let done = run(SCHEDULER, &t.url, &arguments).await;
                assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{done:?}");
                assert!(done.stderr.contains("error[grants.no_roles]") && done.stderr.contains("chmod 600"), "{done:?}");
            }
            return;
        }
        let roles = t.staff().await;
        let prefix = roles.name(Role::Jobs).replace("ops_jobs", "");
        let printed = run(SCHEDULER, &t.url, &["grants", "--prefix", &prefix]).await;
        assert_eq!(printed.stdout.trim_end(), format!("begin;\n{}commit;", script::grant(&roles)));
        let done = run(SCHEDULER, &t.url, &["grants", "--revoke", "--apply", "--prefix", &prefix]).await;
        assert_eq!(done.code, Some(0), "{done:?}");
        t.sql(&printed.stdout).await;
        let by_hand = state(&t).await;
        let done = run(SCHEDULER, &t.url, &["grants", "--apply", "--json", "--prefix", &prefix]).await;
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.stdout.contains(&roles.name(Role::Retention)), "{done:?}");
        assert_eq!(state(&t).await, by_hand);
        let done = run(SCHEDULER, &t.url, &["grants", "--prefix", "Robert'); drop"]).await;
        assert!(done.code == Some(2) && done.stderr.contains("grants.name_invalid"), "{done:?}");
        assert!(Roles::new("", "public").is_ok());
    }
}
