create schema patients;

create sequence patients.mrn start 100001;

create table patients.patient (
  id                uuid primary key,
  mrn               text not null unique default nextval('patients.mrn')::text,
  state             text not null default 'registered'
    check (state in ('inquiry', 'pre-registered', 'registered', 'verified', 'inactive', 'deceased', 'merged')),
  last_name         text not null,
  first_name        text not null,
  middle_name       text,
  suffix            text,
  preferred_name    text,
  born_on           date not null,
  deceased_on       date,
  -- Administrative sex, for claims.
  sex               text not null check (sex in ('M', 'F', 'U')),
  address           text,
  address_2         text,
  city              text,
  state_code        text check (state_code ~ '^[A-Z]{2}$'),
  zip               text check (zip ~ '^\d{5}(\d{4})?$'),
  email             text,
  language          text not null default 'en',
  needs_interpreter boolean not null default false,
  race              text,
  ethnicity         text,
  ssn_sealed        text,
  ssn_last4         text check (ssn_last4 ~ '^\d{4}$'),
  site_id           uuid references practice.site,
  provider_id       uuid,
  verified_on       date,
  source            text not null default 'desk',
  created_at        timestamptz not null default now(),
  version           int not null default 1,
  constraint not_born_tomorrow check (born_on >= '1880-01-01')
);
create trigger audit after insert or update or delete on patients.patient
  for each row execute function audit.record('id');

create table patients.phone (
  id             uuid primary key,
  patient_id     uuid not null references patients.patient,
  number         text not null check (number ~ '^\+?\d{7,15}$'),
  kind           text not null check (kind in ('mobile', 'home', 'work')),
  rank           int not null default 1,
  may_leave_voicemail boolean not null default false,
  may_text       boolean not null default false
);
create index phone_by_patient on patients.phone (patient_id);
create trigger audit after insert or update or delete on patients.phone
  for each row execute function audit.record('patient_id');
