create schema billing;

-- A cash drawer: one person's shift at one site. Opening float, counted blind at the close.
create table billing.drawer (
  id               uuid primary key,
  site_id          uuid not null references practice.site,
  opened_by        uuid not null references access.user,
  opened_at        timestamptz not null,
  float_cents      bigint not null check (float_cents >= 0),
  closed_at        timestamptz,
  closed_by        uuid references access.user,
  counted_cents    bigint,
  expected_cents   bigint,
  journal_id       uuid references ledger.journal,
  version          int not null default 1,
  constraint close_is_whole check ((closed_at is null) = (counted_cents is null))
);
create unique index one_open_drawer on billing.drawer (opened_by, site_id) where closed_at is null;
create trigger audit after insert or update or delete on billing.drawer
  for each row execute function audit.record();

-- Receipt numbers of a site have no gaps: the counter's row is locked and moved in the payment's transaction.
create table billing.receipt_counter (
  site_id      uuid primary key references practice.site,
  last_number  bigint not null default 0
);

-- Money a patient gave. Never edited: voided the same day before the deposit, refunded after.
create table billing.payment (
  id              uuid primary key,
  site_id         uuid not null references practice.site,
  patient_id      uuid not null references patients.patient,
  appointment_id  uuid references scheduling.appointment,
  drawer_id       uuid references billing.drawer,
  receipt_number  bigint not null,
  kind            text not null check (kind in ('copay', 'balance', 'deposit', 'statement')),
  method          text not null check (method in ('cash', 'check', 'card', 'other')),
  reference       text,
  amount_cents    bigint not null check (amount_cents > 0),
  received_on     date not null,
  received_at     timestamptz not null,
  received_by     uuid,
  journal_id      uuid not null references ledger.journal,
  voided_at       timestamptz,
  voided_by       uuid,
  void_reason     text,
  version         int not null default 1,
  constraint receipt_number_is_used_once unique (site_id, receipt_number)
);
create index payment_by_patient on billing.payment (patient_id, received_at);
create index payment_by_appointment on billing.payment (appointment_id);
create index payment_by_day on billing.payment (site_id, received_on);
create trigger audit after insert or update or delete on billing.payment
  for each row execute function audit.record('patient_id');

-- A payment (or part of one) applied to a charge the patient owes.
create table billing.application (
  id            uuid primary key,
  payment_id    uuid not null references billing.payment,
  patient_id    uuid not null references patients.patient,
  charge_id     uuid not null references claims.charge,
  amount_cents  bigint not null check (amount_cents <> 0),
  applied_on    date not null,
  journal_id    uuid not null references ledger.journal
);
create index application_by_payment on billing.application (payment_id);
create index application_by_charge on billing.application (charge_id);
create trigger audit after insert or update or delete on billing.application
  for each row execute function audit.record('patient_id');

create table billing.statement (
  id             uuid primary key,
  patient_id     uuid not null references patients.patient,
  number         bigint generated always as identity,
  stage          int not null check (stage between 1 and 5),
  balance_cents  bigint not null check (balance_cents > 0),
  made_on        date not null,
  due_on         date not null,
  made_by        uuid,
  file_id        uuid references platform.file
);
create index statement_by_patient on billing.statement (patient_id, made_on desc);
create trigger audit after insert or update or delete on billing.statement
  for each row execute function audit.record('patient_id');

-- Why statements to somebody wait: dispute, bad address, bankruptcy ...
create table billing.hold (
  id          uuid primary key,
  patient_id  uuid not null references patients.patient,
  reason      text not null check (reason in ('dispute', 'bad-address', 'bankruptcy', 'deceased', 'plan', 'charity')),
  note        text,
  begins_on   date not null,
  ended_on    date,
  version     int not null default 1
);
create index hold_by_patient on billing.hold (patient_id) where ended_on is null;
create trigger audit after insert or update or delete on billing.hold
  for each row execute function audit.record('patient_id');
