-- What the seeder made, so that it knows its own rows from those a person made. A scenario's rows of one table
-- have ids without a gap from first_id on: ownership is a range and costs nothing per row.
create table seed_applications (
    scenario text primary key constraint seed_applications_scenario_set check (scenario <> ''),
    seed {bigint} not null,
    as_of {time:as_of} not null,
    -- SHA-256 of the scenario file and of the rows that were written.
    scenario_digest text not null,
    content_digest text not null,
    applied_at {time:applied_at} not null
){strict};

create table seed_blocks (
    scenario text not null references seed_applications (scenario) on delete cascade,
    table_name text not null,
    first_id {bigint} not null constraint seed_blocks_ids_count check (first_id > 0),
    row_count {bigint} not null constraint seed_blocks_rows_count check (row_count >= 0),
    -- SHA-256 of the rows that were written, so that a later look can name the tables that changed since.
    content_digest text not null,
    primary key (scenario, table_name)
){strict};
