create schema access;

create table access.user (
  id             uuid primary key,
  user_name      text not null,
  display_name   text not null,
  email          text,
  state          text not null default 'invited' check (state in ('invited', 'active', 'disabled')),
  password_hash  text,
  -- False: only the sites in access.user_site.
  all_sites      boolean not null default false,
  created_at     timestamptz not null default now(),
  version        int not null default 1
);
create unique index user_name_is_used_once on access.user (lower(user_name));
create trigger audit after insert or update or delete on access.user
  for each row execute function audit.record();

create table access.user_site (
  id       uuid primary key default gen_random_uuid(),
  user_id  uuid not null references access.user,
  site_id  uuid not null references practice.site,
  constraint user_site_once unique (user_id, site_id)
);
create trigger audit after insert or update or delete on access.user_site
  for each row execute function audit.record();

create table access.role (
  id                  uuid primary key default gen_random_uuid(),
  name                text not null unique,
  title               text not null,
  needs_second_factor boolean not null default false,
  idle_minutes        int not null default 15,
  version             int not null default 1
);
create trigger audit after insert or update or delete on access.role
  for each row execute function audit.record();

create table access.role_permission (
  id          uuid primary key default gen_random_uuid(),
  role_id     uuid not null references access.role,
  permission  text not null,
  constraint role_permission_once unique (role_id, permission)
);
create trigger audit after insert or update or delete on access.role_permission
  for each row execute function audit.record();

create table access.user_role (
  id       uuid primary key default gen_random_uuid(),
  user_id  uuid not null references access.user,
  role_id  uuid not null references access.role,
  constraint user_role_once unique (user_id, role_id)
);
create trigger audit after insert or update or delete on access.user_role
  for each row execute function audit.record();

-- Every permission the program knows. The domains declare them with the roles that hold them at first; once a
-- permission is listed here its grants are the office's own and are never changed by an upgrade.
create table access.permission (
  name   text primary key,
  title  text not null
);

select set_config('wellrun.context', '{"actor": "Wellrun", "role": "program", "request": "migration"}', true);
insert into access.role (name, title, needs_second_factor, idle_minutes) values
  ('owner', 'Owner (physician)', true, 15),
  ('manager', 'Office manager', true, 15),
  ('front-desk', 'Front desk', false, 10),
  ('biller', 'Biller or coder', false, 15),
  ('nurse', 'Nurse or medical assistant', false, 15),
  ('provider', 'Provider', false, 15),
  ('hr', 'HR and payroll', true, 15),
  ('compliance', 'Compliance officer', true, 15),
  ('it', 'IT administrator', true, 15),
  ('patient', 'Patient (portal)', false, 15);
