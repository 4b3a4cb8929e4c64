-- A seed may grow, shrink and be taken away again. Its ids lie in a range of which not all need be used, and what it
-- was made from is written down, so that the same request is known again without a look at any row.
-- Thousandths by which the counts of the scenario were multiplied.
alter table seed_applications add column scale {bigint} not null default 1000
    constraint seed_applications_scale_counts check (scale > 0);
-- Names and versions of the generators; their values are part of what was written.
alter table seed_applications add column generators text not null default '';
-- How many ids the scenario owns from first_id on.
alter table seed_blocks add column id_room {bigint} not null default 0
    constraint seed_blocks_room_counts check (id_room >= 0);
update seed_blocks set id_room = row_count;
