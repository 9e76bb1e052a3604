create schema claims;

-- Imported code tables (ICD-10-CM, HCPCS Level II, the practice's own licensed CPT list). Effective-dated.
create table claims.code (
  system          text not null check (system in ('ICD-10-CM', 'HCPCS', 'CPT', 'taxonomy', 'CVX', 'MVX')),
  code            text not null,
  description     text not null,
  billable        boolean not null default true,
  effective_from  date not null default '2000-01-01',
  effective_to    date,
  -- The code as typed without its point, compared byte by byte so that a beginning is found by the index.
  key             text collate "C" generated always as (lower(replace(code, '.', ''))) stored,
  -- Lower case, for the search.
  search          text generated always as (lower(code || ' ' || replace(code, '.', '') || ' ' || description)) stored,
  primary key (system, code)
);
create index code_by_key on claims.code (key);
-- A table of 75,000 codes arrives at once and is then only read: its entries are gathered and put in order by
-- settle_codes at the end of an import, some ten times faster than one by one. Only the owner of the index may do that.
create index code_search on claims.code using gin (search gin_trgm_ops)
  with (fastupdate = on, gin_pending_list_limit = 131072);
create function claims.settle_codes() returns void language sql security definer set search_path = pg_catalog
  as $$ select gin_clean_pending_list('claims.code_search') $$;

create table claims.diagnosis (
  id              uuid primary key,
  appointment_id  uuid not null references scheduling.appointment,
  patient_id      uuid not null references patients.patient,
  position        int not null check (position between 1 and 12),
  code            text not null,
  constraint diagnosis_position_is_used_once unique (appointment_id, position) deferrable initially deferred
);
create trigger audit after insert or update or delete on claims.diagnosis
  for each row execute function audit.record('patient_id');

-- A posted charge line. Never edited: a correction voids it (reversing its journal) and posts another.
create table claims.charge (
  id                  uuid primary key,
  appointment_id      uuid not null references scheduling.appointment,
  patient_id          uuid not null references patients.patient,
  provider_id         uuid not null references workforce.provider,
  site_id             uuid not null references practice.site,
  -- Null: nobody but the patient pays.
  coverage_id         uuid references insurance.coverage,
  service_on          date not null,
  code                text not null,
  modifiers           text[] not null default '{}' check (cardinality(modifiers) <= 4),
  units               int not null default 1 check (units between 1 and 999),
  amount_cents        bigint not null check (amount_cents >= 0),
  -- What the payer is expected to allow, from its contract; null when there is none.
  expected_cents      bigint,
  -- Positions of claims.diagnosis, most important first.
  pointers            int[] not null default '{}' check (cardinality(pointers) <= 4),
  place_of_service    text not null,
  ndc                 text,
  position            int not null,
  posted_at           timestamptz not null,
  posted_by           uuid,
  journal_id          uuid not null references ledger.journal,
  voided_at           timestamptz,
  voided_by           uuid,
  void_reason         text,
  replaces_id         uuid references claims.charge,
  version             int not null default 1
);
create index charge_by_appointment on claims.charge (appointment_id);
create index charge_by_patient on claims.charge (patient_id, service_on);
create trigger audit after insert or update or delete on claims.charge
  for each row execute function audit.record('patient_id');

-- A visit for which nothing is charged, with intent.
create table claims.no_charge (
  id              uuid primary key,
  appointment_id  uuid not null unique references scheduling.appointment,
  patient_id      uuid not null references patients.patient,
  reason          text not null,
  decided_at      timestamptz not null,
  decided_by      uuid
);
create trigger audit after insert or update or delete on claims.no_charge
  for each row execute function audit.record('patient_id');

create sequence claims.claim_number start 100001;

-- One bill to one payer. `number` is CLM01 and comes back as CLP01.
create table claims.claim (
  id                    uuid primary key,
  number                text not null unique default 'W' || nextval('claims.claim_number'),
  appointment_id        uuid not null references scheduling.appointment,
  patient_id            uuid not null references patients.patient,
  coverage_id           uuid not null references insurance.coverage,
  payer_id              uuid not null references insurance.payer,
  rank                  text not null check (rank in ('primary', 'secondary', 'tertiary')),
  state                 text not null default 'draft' check (state in ('draft', 'failed', 'ready', 'batched', 'sent', 'received', 'rejected', 'accepted', 'paid', 'partial', 'denied', 'reversed', 'closed', 'held', 'void')),
  -- CLM05-3: 1 original, 7 replacement, 8 void.
  frequency             text not null default '1' check (frequency in ('1', '7', '8')),
  total_cents           bigint not null check (total_cents >= 0),
  service_on            date not null,
  payer_control_number  text,
  prior_authorization   text,
  referral_number       text,
  replaces_id           uuid references claims.claim,
  -- Findings of the scrubber, newest first: { edit, severity, message, fix }.
  findings              jsonb not null default '[]',
  hold_reason           text,
  sent_at               timestamptz,
  created_at            timestamptz not null default now(),
  version               int not null default 1
);
create index claim_by_state on claims.claim (state, service_on);
-- The list of all claims, latest first.
create index claim_by_day on claims.claim (service_on desc, id);
create index claim_by_patient on claims.claim (patient_id, service_on);
create index claim_by_appointment on claims.claim (appointment_id);
create index claim_by_payer on claims.claim (payer_id, state);
create trigger audit after insert or update or delete on claims.claim
  for each row execute function audit.record('patient_id');

create table claims.claim_line (
  id          uuid primary key,
  claim_id    uuid not null references claims.claim,
  charge_id   uuid not null references claims.charge,
  -- LX01, and with the claim number the line item control number (REF*6R).
  position    int not null,
  constraint claim_line_position_is_used_once unique (claim_id, position),
  constraint charge_is_once_on_a_claim unique (claim_id, charge_id)
);
create index claim_line_by_charge on claims.claim_line (charge_id);
create trigger audit after insert or update or delete on claims.claim_line
  for each row execute function audit.record();

-- Every step of a claim's life, with the document that caused it.
create table claims.claim_event (
  id          uuid primary key,
  claim_id    uuid not null references claims.claim,
  patient_id  uuid not null references patients.patient,
  at          timestamptz not null,
  by          text not null,
  from_state  text,
  to_state    text not null,
  note        text
);
create index claim_event_by_claim on claims.claim_event (claim_id, at);
create trigger audit after insert or update or delete on claims.claim_event
  for each row execute function audit.record('patient_id');

create sequence claims.interchange_control start 1;

-- An 837P file: one interchange of claims to one receiver.
create table claims.submission (
  id                uuid primary key,
  control_number    text not null unique,
  created_at        timestamptz not null,
  created_by        uuid,
  claim_count       int not null,
  total_cents       bigint not null,
  file_id           uuid not null references platform.file,
  state             text not null default 'written' check (state in ('written', 'sent', 'acknowledged', 'rejected')),
  sent_at           timestamptz,
  version           int not null default 1
);
create index submission_unanswered on claims.submission (sent_at) where state = 'sent';
create trigger audit after insert or update or delete on claims.submission
  for each row execute function audit.record();

create table claims.submission_claim (
  id             uuid primary key,
  submission_id  uuid not null references claims.submission,
  claim_id       uuid not null references claims.claim,
  constraint claim_is_once_in_a_submission unique (submission_id, claim_id)
);
create index submission_claim_by_claim on claims.submission_claim (claim_id);
create trigger audit after insert or update or delete on claims.submission_claim
  for each row execute function audit.record();

-- What came back for our files, as it came: TA1, 999 and 277CA. `note` says in words what it meant.
create table claims.acknowledgement (
  id             uuid primary key,
  -- Null where it answers none of our files.
  submission_id  uuid references claims.submission,
  kind           text not null check (kind in ('TA1', '999', '277CA')),
  outcome        text not null check (outcome in ('accepted', 'partial', 'rejected', 'unknown')),
  note           text not null,
  received_at    timestamptz not null,
  received_by    uuid,
  file_id        uuid not null references platform.file
);
create index acknowledgement_by_submission on claims.acknowledgement (submission_id);
create index acknowledgement_by_time on claims.acknowledgement (received_at desc);
create trigger audit after insert or update or delete on claims.acknowledgement
  for each row execute function audit.record();

-- One payment advice (ST/SE of an 835). However often it is dropped, the unique key posts it once.
create table claims.remittance (
  id              uuid primary key,
  payer_name      text not null,
  payer_key       text not null,
  payer_id        uuid references insurance.payer,
  trace           text not null,
  method          text not null,
  -- Null when what the payer wrote (BPR16) is no date.
  paid_on         date,
  amount_cents    bigint not null,
  claim_count     int not null default 0,
  provider_adjustment_cents bigint not null default 0,
  state           text not null check (state in ('posted', 'exception', 'reversed')),
  -- Why nothing was posted: the identity that failed, with the amounts.
  problems        jsonb not null default '[]',
  received_at     timestamptz not null,
  received_by     uuid,
  file_id         uuid references platform.file,
  deposited_on    date,
  deposit_journal_id uuid references ledger.journal,
  reversed_reason text,
  version         int not null default 1
);
-- A reversed one may be posted anew; any other comes once.
create unique index remittance_is_posted_once on claims.remittance (payer_key, trace, paid_on, amount_cents) nulls not distinct
  where state <> 'reversed';
create index remittance_by_day on claims.remittance (paid_on desc, id);
create trigger audit after insert or update or delete on claims.remittance
  for each row execute function audit.record();

-- One CLP of it, as read, and what became of it.
create table claims.remittance_claim (
  id                  uuid primary key,
  remittance_id       uuid not null references claims.remittance,
  position            int not null,
  claim_number        text not null,
  claim_id            uuid references claims.claim,
  patient_id          uuid references patients.patient,
  status_code         text not null,
  charge_cents        bigint not null,
  paid_cents          bigint not null,
  patient_cents       bigint not null,
  payer_control_number text,
  state               text not null check (state in ('posted', 'unmatched', 'held', 'set-aside')),
  -- Why it waits for a person, in words.
  why                 text,
  -- The typed claim as read: lines, adjustments, remarks, names as the payer wrote them.
  detail              jsonb not null,
  journal_id          uuid references ledger.journal,
  version             int not null default 1,
  constraint remittance_claim_position_is_used_once unique (remittance_id, position)
);
create index remittance_claim_by_claim on claims.remittance_claim (claim_id);
create index remittance_claim_waiting on claims.remittance_claim (state) where state in ('unmatched', 'held');
create trigger audit after insert or update or delete on claims.remittance_claim
  for each row execute function audit.record('patient_id');

-- One CAS amount of a posted claim, with what was done about it.
create table claims.adjustment (
  id                    uuid primary key,
  remittance_claim_id   uuid not null references claims.remittance_claim,
  patient_id            uuid not null references patients.patient,
  charge_id             uuid references claims.charge,
  group_code            text not null,
  carc                  text not null,
  amount_cents          bigint not null,
  action                text not null
);
create index adjustment_by_charge on claims.adjustment (charge_id);
create trigger audit after insert or update or delete on claims.adjustment
  for each row execute function audit.record('patient_id');

-- The denial worklist: an amount somebody must win back or give up with a reason.
create table claims.denial (
  id                    uuid primary key,
  claim_id              uuid not null references claims.claim,
  patient_id            uuid not null references patients.patient,
  charge_id             uuid references claims.charge,
  remittance_claim_id   uuid references claims.remittance_claim,
  group_code            text not null,
  carc                  text not null,
  category              text not null,
  amount_cents          bigint not null,
  state                 text not null default 'open' check (state in ('open', 'appealed', 'resubmitted', 'recovered', 'written-off', 'patient', 'closed')),
  owner_id              uuid references access.user,
  opened_on             date not null,
  appeal_until_on       date,
  next_action_on        date,
  outcome               text,
  closed_at             timestamptz,
  version               int not null default 1
);
create index denial_open on claims.denial (state, appeal_until_on) where closed_at is null;
create index denial_by_claim on claims.denial (claim_id);
create index denial_by_charge on claims.denial (charge_id) where closed_at is null;
create trigger audit after insert or update or delete on claims.denial
  for each row execute function audit.record('patient_id');
