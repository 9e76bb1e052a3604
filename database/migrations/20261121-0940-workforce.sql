create schema workforce;

create table workforce.staff (
  id          uuid primary key,
  user_id     uuid references access.user,
  site_id     uuid not null references practice.site,
  first_name  text not null,
  last_name   text not null,
  job_title   text not null,
  email       text,
  phone       text,
  hired_on    date not null,
  ended_on    date,
  version     int not null default 1,
  constraint ends_after_hired check (ended_on is null or ended_on >= hired_on)
);
create trigger audit after insert or update or delete on workforce.staff
  for each row execute function audit.record();

-- Somebody who sees patients and bills. `display_name` is what the board says: "Dr. Okafor".
create table workforce.provider (
  id            uuid primary key,
  staff_id      uuid not null unique references workforce.staff,
  display_name  text not null,
  credential    text not null,
  npi           text not null unique check (npi ~ '^\d{10}$'),
  taxonomy      text not null,
  accepts_new   boolean not null default true,
  active        boolean not null default true,
  version       int not null default 1
);
create trigger audit after insert or update or delete on workforce.provider
  for each row execute function audit.record();

create table workforce.credential (
  id             uuid primary key,
  staff_id       uuid not null references workforce.staff,
  kind           text not null check (kind in ('state-licence', 'dea', 'controlled-substance', 'bls', 'malpractice', 'board', 'caqh', 'medicare', 'certification')),
  number         text,
  issuer         text not null,
  issued_on      date,
  expires_on     date,
  verified_on    date,
  version        int not null default 1
);
create index credential_by_expiry on workforce.credential (expires_on);
create trigger audit after insert or update or delete on workforce.credential
  for each row execute function audit.record();
