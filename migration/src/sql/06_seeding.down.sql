drop table seed_blocks;
drop table seed_applications;
