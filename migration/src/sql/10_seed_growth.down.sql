alter table seed_blocks drop column id_room;
alter table seed_applications drop column generators;
alter table seed_applications drop column scale;
