create schema insurance;

-- `payer_code` is the payer's electronic id (NM109 of the payer); `filing_code` is SBR09 (CI commercial, MB Medicare B,
-- MC Medicaid, BL Blue Cross Blue Shield, HM HMO, 16 Medicare Advantage ...).
create table insurance.payer (
  id                  uuid primary key,
  name                text not null,
  payer_code          text not null,
  filing_code         text not null,
  phone               text,
  address             text,
  city                text,
  state_code          text check (state_code ~ '^[A-Z]{2}$'),
  zip                 text check (zip ~ '^\d{5}(\d{4})?$'),
  timely_filing_days  int not null default 180 check (timely_filing_days > 0),
  active              boolean not null default true,
  version             int not null default 1,
  constraint payer_code_is_used_once unique (payer_code)
);
create trigger audit after insert or update or delete on insurance.payer
  for each row execute function audit.record();

-- An insurance card. `rank` is the order in which payers are billed: primary, secondary, tertiary.
create table insurance.coverage (
  id                   uuid primary key,
  patient_id           uuid not null references patients.patient,
  payer_id             uuid not null references insurance.payer,
  rank                 text not null check (rank in ('primary', 'secondary', 'tertiary')),
  plan_name            text,
  member_id            text not null,
  group_number         text,
  relation             text not null check (relation in ('self', 'spouse', 'child', 'other')),
  subscriber_last_name   text,
  subscriber_first_name  text,
  subscriber_born_on     date,
  subscriber_sex         text check (subscriber_sex in ('M', 'F', 'U')),
  effective_on         date not null,
  terminates_on        date,
  copay_cents          bigint check (copay_cents >= 0),
  rx_bin               text,
  rx_pcn               text,
  phone                text,
  front_file_id        uuid references platform.file,
  back_file_id         uuid references platform.file,
  verified_on          date,
  ended_reason         text,
  -- When what the payer is asked about last changed: an older check of eligibility no longer counts.
  corrected_at         timestamptz,
  version              int not null default 1,
  constraint coverage_ends_after_it_begins check (terminates_on is null or terminates_on >= effective_on),
  constraint subscriber_is_named check (relation = 'self' or (subscriber_last_name is not null and subscriber_born_on is not null)),
  -- One payer for each rank on each day.
  constraint one_coverage_of_a_rank exclude using gist (
    patient_id with =, rank with =, daterange(effective_on, terminates_on, '[]') with &&
  )
);
create index coverage_by_patient on insurance.coverage (patient_id);
create index coverage_by_member on insurance.coverage (member_id);
create trigger audit after insert or update or delete on insurance.coverage
  for each row execute function audit.record('patient_id');

-- One answer (or the lack of one) to "is this person covered?". A payer that cannot be reached is unknown, never ineligible.
create table insurance.eligibility_check (
  id                        uuid primary key,
  coverage_id               uuid not null references insurance.coverage,
  patient_id                uuid not null references patients.patient,
  asked_at                  timestamptz not null,
  asked_by                  uuid,
  service_on                date not null,
  service_type              text not null default '30',
  outcome                   text not null check (outcome in ('eligible', 'ineligible', 'unknown')),
  source                    text not null check (source in ('271', 'phone', 'portal', 'gateway')),
  plan_name                 text,
  copay_cents               bigint,
  deductible_cents          bigint,
  deductible_left_cents     bigint,
  coinsurance_bp            int,
  out_of_pocket_cents       bigint,
  out_of_pocket_left_cents  bigint,
  -- What the payer said, in words, and what to do about it when it refused.
  notes                     jsonb not null default '[]',
  trace                     text,
  file_id                   uuid references platform.file
);
create index eligibility_by_coverage on insurance.eligibility_check (coverage_id, asked_at desc);
create index eligibility_by_patient on insurance.eligibility_check (patient_id, asked_at desc);
create trigger audit after insert or update or delete on insurance.eligibility_check
  for each row execute function audit.record('patient_id');

-- What the practice charges (payer_id null) or what a payer has agreed to allow. Effective-dated by date of service.
create table insurance.fee_schedule (
  id              uuid primary key,
  name            text not null,
  payer_id        uuid references insurance.payer,
  -- The payer pays the lesser of charge and contract.
  lesser_of       boolean not null default true,
  effective_from  date not null,
  effective_to    date,
  version         int not null default 1,
  constraint one_schedule_at_a_time exclude using gist (
    (coalesce(payer_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =,
    daterange(effective_from, effective_to, '[]') with &&
  )
);
create trigger audit after insert or update or delete on insurance.fee_schedule
  for each row execute function audit.record();

create table insurance.fee (
  id               uuid primary key,
  fee_schedule_id  uuid not null references insurance.fee_schedule,
  code             text not null,
  modifier         text not null default '',
  amount_cents     bigint not null check (amount_cents >= 0),
  constraint fee_is_listed_once unique (fee_schedule_id, code, modifier)
);
create trigger audit after insert or update or delete on insurance.fee
  for each row execute function audit.record();
