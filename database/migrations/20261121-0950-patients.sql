create schema patients;

create sequence patients.mrn start 100001;

-- An uploaded file of patients, read and compared, waiting for somebody to say yes.
create table patients.import (
  id           uuid primary key,
  state        text not null default 'previewed' check (state in ('previewed', 'applied', 'discarded', 'undone')),
  format       text not null check (format in ('fhir', 'csv')),
  file_id      uuid references platform.file,
  sha256       text not null,
  size_bytes   bigint not null,
  -- Rows by outcome: {"new": 14, "probable": 1, ...}.
  counts       jsonb not null,
  created_at   timestamptz not null default now(),
  created_by   uuid,
  settled_at   timestamptz,
  version      int not null default 1
);
create index import_by_state on patients.import (state, created_at);
create trigger audit after insert or update or delete on patients.import
  for each row execute function audit.record();

-- The rows of an import, a few hundred in each part: a file of half a million rows is some thousand of these.
-- Sealed, because they are about people who may never become patients here; the audit log keeps no sealed column.
create table patients.import_part (
  id           uuid primary key,
  import_id    uuid not null references patients.import,
  number       int not null,
  counts       jsonb not null,
  rows_sealed  text not null,
  constraint import_part_once unique (import_id, number)
);
create trigger audit after insert or update or delete on patients.import_part
  for each row execute function audit.record();

-- Patients belong to the group: every site sees them. `site_id` is where somebody usually comes.
create table patients.patient (
  id                    uuid primary key,
  -- Compared byte by byte ("C"), here and below, so that a beginning can be looked up in the index.
  mrn                   text collate "C" not null unique default nextval('patients.mrn')::text,
  state                 text not null default 'registered'
    check (state in ('inquiry', 'pre-registered', 'registered', 'verified', 'inactive', 'deceased', 'merged')),
  last_name             text not null,
  first_name            text not null,
  middle_name           text,
  suffix                text,
  preferred_name        text,
  former_last_names     text[] not null default '{}',
  born_on               date not null,
  deceased_on           date,
  -- Administrative sex, for claims.
  sex                   text not null check (sex in ('M', 'F', 'U')),
  marital_status        text check (marital_status in ('A', 'C', 'D', 'I', 'L', 'M', 'P', 'S', 'T', 'U', 'W', 'UNK')),
  address               text,
  address2              text,
  city                  text,
  state_code            text check (state_code ~ '^[A-Z]{2}$'),
  zip                   text check (zip ~ '^\d{5}(\d{4})?$'),
  email                 text,
  language              text not null default 'en',
  needs_interpreter     boolean not null default false,
  race                  text,
  ethnicity             text,
  ssn_sealed            text,
  ssn_last4             text check (ssn_last4 ~ '^\d{4}$'),
  site_id               uuid references practice.site,
  provider_id           uuid,
  primary_care_provider text,
  referrer              text,
  -- How and where the patient asks to be reached (45 CFR 164.522(b)).
  contact_by            text check (contact_by in ('phone', 'text', 'email', 'mail', 'portal')),
  contact_instructions  text,
  verified_on           date,
  source                text not null default 'desk',
  import_id             uuid references patients.import,
  created_at            timestamptz not null default now(),
  version               int not null default 1,
  -- What a person is found by, one spelling for each; kept by registration/keys.ts with every write of the above.
  search_last           text collate "C" not null default '',
  search_first          text collate "C" not null default '',
  search_words          text not null default '',
  search_door           text,
  constraint not_born_tomorrow check (born_on >= '1880-01-01'),
  constraint dies_after_birth check (deceased_on >= born_on)
);
create index patient_by_name on patients.patient (search_last, search_first);
create index patient_by_first_name on patients.patient (search_first, search_last);
-- Without fastupdate=off, a search would read through the list of entries not yet sorted in.
create index patient_by_words on patients.patient using gin (search_words gin_trgm_ops) with (fastupdate = off);
create index patient_by_birth on patients.patient (born_on);
create index patient_by_ssn on patients.patient (ssn_last4) where ssn_last4 is not null;
create index patient_by_door on patients.patient (search_door) where search_door is not null;
create index patient_by_email on patients.patient ((lower(email)) collate "C") where email is not null;
create index patient_unfinished on patients.patient (state, id) where state in ('inquiry', 'pre-registered');
create index patient_by_import on patients.patient (import_id) where import_id is not null;
create trigger audit after insert or update or delete on patients.patient
  for each row execute function audit.record('id');

-- Every word of a name that was ever kept, for spelling: some ten thousand words stand for a hundred thousand
-- patients, so what is typed is compared with these. Two desks may add one word at once: it is not unique, since
-- one would wait for the other (an import, for minutes) to commit. Twice is as good as once.
create table patients.name_word (
  id     uuid primary key default gen_random_uuid(),
  word   text collate "C" not null,
  sound  text collate "C" not null
);
create index name_word_by_word on patients.name_word (word);
create index name_word_by_sound on patients.name_word (sound);
create index name_word_by_spelling on patients.name_word using gin (word gin_trgm_ops) with (fastupdate = off);
create trigger audit after insert or update or delete on patients.name_word
  for each row execute function audit.record();

-- Ten digits in North America, otherwise "+" and the digits with their country.
create table patients.phone (
  id                  uuid primary key,
  patient_id          uuid not null references patients.patient,
  number              text not null check (number ~ '^\+?\d{7,15}$'),
  kind                text not null check (kind in ('mobile', 'home', 'work')),
  rank                int not null default 1,
  may_leave_voicemail boolean not null default false,
  may_text            boolean not null default false
);
create index phone_by_patient on patients.phone (patient_id);
create index phone_by_number on patients.phone (number collate "C");
create index phone_by_ending on patients.phone (reverse(number) collate "C");
create trigger audit after insert or update or delete on patients.phone
  for each row execute function audit.record('patient_id');

-- People around a patient: who pays, whom to call, who may decide. Without a guarantor the patient is their own.
create table patients.contact (
  id            uuid primary key,
  patient_id    uuid not null references patients.patient,
  role          text not null check (role in ('guarantor', 'emergency', 'representative')),
  name          text not null,
  relationship  text,
  phone         text check (phone ~ '^\+?\d{7,15}$'),
  email         text,
  address       text,
  -- The document a personal representative acts on (45 CFR 164.502(g)).
  authority     text
);
create index contact_by_patient on patients.contact (patient_id);
create trigger audit after insert or update or delete on patients.contact
  for each row execute function audit.record('patient_id');

-- Requests to restrict use or disclosure (45 CFR 164.522(a)). Withholding from a health plan what was paid for in
-- full must be honoured, so that one cannot be declined.
create table patients.restriction (
  id            uuid primary key,
  patient_id    uuid not null references patients.patient,
  kind          text not null check (kind in ('health-plan', 'other')),
  wish          text not null,
  requested_on  date not null,
  decision      text not null default 'open' check (decision in ('open', 'agreed', 'declined')),
  decided_on    date,
  ended_on      date,
  version       int not null default 1,
  constraint paid_in_full_is_honoured check (kind <> 'health-plan' or decision <> 'declined')
);
create index restriction_by_patient on patients.restriction (patient_id);
create index restriction_open on patients.restriction (requested_on) where decision = 'open';
create trigger audit after insert or update or delete on patients.restriction
  for each row execute function audit.record('patient_id');

-- What other systems call this patient: how a second import knows it has been here.
create table patients.identifier (
  id          uuid primary key,
  patient_id  uuid not null references patients.patient,
  system      text not null,
  value       text not null,
  constraint identifier_names_one_patient unique (system, value)
);
create index identifier_by_patient on patients.identifier (patient_id);
create trigger audit after insert or update or delete on patients.identifier
  for each row execute function audit.record('patient_id');
