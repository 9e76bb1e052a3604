create schema access;

create table access.user (
  id             uuid primary key,
  user_name      text not null,
  display_name   text not null,
  email          text,
  state          text not null default 'invited' check (state in ('invited', 'active', 'disabled')),
  password_hash  text,
  password_changed_at timestamptz,
  -- False: only the sites in access.user_site.
  all_sites      boolean not null default false,
  -- A login of the demo practice: there, and only there, no second factor is forced on it.
  is_demo        boolean not null default false,
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

-- A sign-in, from the password on. The token is a random 256-bit value in the person's cookie; here is its SHA-256.
create table access.session (
  id                   uuid primary key,
  user_id              uuid not null references access.user,
  token_hash           text not null unique,
  -- A token is replaced when the session gains power. Requests already on their way may use the old one for
  -- some seconds, without the new power.
  previous_token_hash  text unique,
  renewed_at           timestamptz not null default now(),
  state                text not null check (state in ('second-factor', 'enrol', 'signed-in')),
  created_at           timestamptz not null default now(),
  last_seen_at         timestamptz not null default now(),
  expires_at           timestamptz not null,
  stepped_up_at        timestamptz,
  ended_at             timestamptz,
  address              text,
  user_agent           text not null default ''
);
create index session_by_user on access.session (user_id) where ended_at is null;
create index session_by_age on access.session (expires_at);
-- Not at every use: that a session begins and ends is worth an entry. What it gains has entries of its own ("sign-in").
create trigger audit after insert or delete or update of ended_at on access.session
  for each row execute function audit.record();

-- Links that make somebody the owner (first run), let somebody in (invite) or choose a new password (reset). Once.
create table access.link (
  id          uuid primary key default gen_random_uuid(),
  purpose     text not null check (purpose in ('first-run', 'invite', 'reset')),
  user_id     uuid references access.user,
  token_hash  text not null unique,
  created_at  timestamptz not null default now(),
  created_by  uuid references access.user,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  constraint link_is_for_somebody check ((purpose = 'first-run') = (user_id is null))
);
create index link_by_user on access.link (user_id) where used_at is null;
create trigger audit after insert or update or delete on access.link
  for each row execute function audit.record();

create table access.totp (
  id             uuid primary key default gen_random_uuid(),
  user_id        uuid not null unique references access.user,
  secret_sealed  text not null,
  confirmed_at   timestamptz,
  -- The 30-second step of the last code accepted: no code of that step or an earlier one is accepted again.
  last_step      bigint not null default 0
);
create trigger audit after insert or delete or update of secret_sealed, confirmed_at on access.totp
  for each row execute function audit.record();

create table access.recovery_code (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null references access.user,
  code_hash  text not null,
  used_at    timestamptz,
  constraint recovery_code_once unique (user_id, code_hash)
);
create trigger audit after insert or update or delete on access.recovery_code
  for each row execute function audit.record();

create table access.passkey (
  id             uuid primary key,
  user_id        uuid not null references access.user,
  name           text not null,
  credential_id  text not null unique,
  public_key     bytea not null,
  -- The authenticator's own count of uses: one that does not grow tells of a copy.
  counter        bigint not null,
  transports     text[] not null default '{}',
  created_at     timestamptz not null default now(),
  last_used_at   timestamptz
);
create index passkey_by_user on access.passkey (user_id);
create trigger audit after insert or delete or update of name, public_key on access.passkey
  for each row execute function audit.record();

-- A browser in which somebody has signed in before: an attack on the name from elsewhere does not slow it
-- down. Not audited: each comes with a sign-in that is.
create table access.device (
  id            uuid primary key default gen_random_uuid(),
  user_id       uuid not null references access.user,
  token_hash    text not null,
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz not null default now(),
  -- Several people may share the browser of a desk.
  constraint device_once unique (token_hash, user_id)
);
create index device_by_user on access.device (user_id);

-- Questions put to passkeys, each answered once within minutes. Nothing of the business: not audited.
create table access.challenge (
  challenge   text primary key,
  purpose     text not null check (purpose in ('enrol', 'sign-in', 'step-up')),
  user_id     uuid references access.user,
  session_id  uuid references access.session,
  expires_at  timestamptz not null
);

-- Failed attempts, by a hash of what was attempted. Nothing of the business: each failure has its own audit entry.
create table access.throttle (
  key             text primary key,
  failures        int not null,
  last_failed_at  timestamptz not null,
  blocked_until   timestamptz not null
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
