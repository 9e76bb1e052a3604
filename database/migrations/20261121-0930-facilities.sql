create schema facilities;

create table facilities.room (
  id       uuid primary key,
  site_id  uuid not null references practice.site,
  name     text not null,
  kind     text not null check (kind in ('exam', 'procedure', 'lab', 'consult', 'telehealth')),
  active   boolean not null default true,
  version  int not null default 1,
  constraint room_name_is_used_once unique (site_id, name)
);
create trigger audit after insert or update or delete on facilities.room
  for each row execute function audit.record();
