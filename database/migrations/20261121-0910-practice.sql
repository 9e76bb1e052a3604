create schema practice;

create table practice.organisation (
  id           uuid primary key,
  name         text not null,
  legal_name   text not null,
  npi          text not null check (npi ~ '^\d{10}$'),
  tax_id       text not null check (tax_id ~ '^\d{9}$'),
  taxonomy     text not null,
  address      text not null,
  city         text not null,
  state        text not null check (state ~ '^[A-Z]{2}$'),
  zip          text not null check (zip ~ '^\d{5}(\d{4})?$'),
  phone        text not null,
  -- A demo practice says so loudly on every page.
  is_demo      boolean not null default false,
  version      int not null default 1
);
create trigger audit after insert or update or delete on practice.organisation
  for each row execute function audit.record();

create table practice.site (
  id                uuid primary key,
  organisation_id   uuid not null references practice.organisation,
  name              text not null,
  time_zone         text not null,
  address           text not null,
  city              text not null,
  state             text not null check (state ~ '^[A-Z]{2}$'),
  zip               text not null check (zip ~ '^\d{5}(\d{4})?$'),
  phone             text not null,
  place_of_service  text not null default '11' check (place_of_service ~ '^\d{2}$'),
  clia_number       text,
  active            boolean not null default true,
  version           int not null default 1,
  constraint site_name_is_used_once unique (organisation_id, name)
);
create trigger audit after insert or update or delete on practice.site
  for each row execute function audit.record();

-- Weekdays as ISO counts them: 1 is Monday, 7 is Sunday.
create table practice.opening_hours (
  id              uuid primary key,
  site_id         uuid not null references practice.site,
  weekday         int not null check (weekday between 1 and 7),
  opens           time not null,
  closes          time not null,
  effective_from  date not null default '2000-01-01',
  effective_to    date,
  constraint closes_after_it_opens check (closes > opens)
);
create index opening_hours_by_site on practice.opening_hours (site_id);
create trigger audit after insert or update or delete on practice.opening_hours
  for each row execute function audit.record();

-- A day on which a site (null: every site) is closed.
create table practice.holiday (
  id        uuid primary key,
  site_id   uuid references practice.site,
  held_on   date not null,
  name      text not null,
  constraint holiday_is_listed_once unique nulls not distinct (site_id, held_on)
);
create trigger audit after insert or update or delete on practice.holiday
  for each row execute function audit.record();
