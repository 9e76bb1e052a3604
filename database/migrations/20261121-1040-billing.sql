create schema billing;

-- Limits and rhythms the office decides, by the day from which they hold.
create table billing.policy (
  id                     uuid primary key default gen_random_uuid(),
  effective_from         date not null unique,
  -- Up to here a manager approves a write-off or refund; above it the owner does.
  approval_limit_cents   bigint not null check (approval_limit_cents >= 0),
  -- Smaller balances get no statement.
  small_balance_cents    bigint not null check (small_balance_cents >= 0),
  statement_every_days   int not null check (statement_every_days between 7 and 120),
  statement_due_days     int not null check (statement_due_days between 7 and 90)
);
create trigger audit after insert or update or delete on billing.policy
  for each row execute function audit.record();

-- What was carried to the bank: the payments and the drawers' differences that name it.
create table billing.deposit (
  id            uuid primary key,
  site_id       uuid not null references practice.site,
  deposited_on  date not null,
  amount_cents  bigint not null check (amount_cents >= 0),
  reference     text,
  made_at       timestamptz not null,
  made_by       uuid,
  journal_id    uuid not null references ledger.journal
);
create index deposit_by_day on billing.deposit (site_id, deposited_on desc);
create trigger audit after insert or update or delete on billing.deposit
  for each row execute function audit.record();

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
  -- The difference found at the close (5900), if there was one.
  journal_id       uuid references ledger.journal,
  deposit_id       uuid references billing.deposit,
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
  deposit_id      uuid references billing.deposit,
  voided_at       timestamptz,
  voided_by       uuid,
  void_reason     text,
  version         int not null default 1,
  constraint receipt_number_is_used_once unique (site_id, receipt_number)
);
create index payment_by_patient on billing.payment (patient_id, received_at);
create index payment_by_appointment on billing.payment (appointment_id);
create index payment_by_day on billing.payment (site_id, received_on);
create index payment_by_deposit on billing.payment (deposit_id) where deposit_id is not null;
create index payment_by_drawer on billing.payment (drawer_id) where drawer_id is not null;
create index payment_undeposited on billing.payment (site_id, received_on) where deposit_id is null and voided_at is null;
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

-- What was settled at the desk when a visit was checked in, once for each visit.
create table billing.check_in (
  id                   uuid primary key,
  appointment_id       uuid not null references scheduling.appointment,
  patient_id           uuid not null references patients.patient,
  demographics         text not null check (demographics in ('verified', 'later')),
  coverage             text not null check (coverage in ('confirmed', 'self-pay', 'later')),
  copay                text not null check (copay in ('collected', 'waived', 'none-due', 'billed')),
  -- What was due by the card or the payer's answer; null where neither said.
  copay_due_cents      bigint,
  -- Why a copay was waived (routine waivers for federal beneficiaries are a kickback risk) or left to the statement.
  reason               text,
  note                 text,
  made_at              timestamptz not null,
  made_by              uuid,
  constraint visit_is_checked_in_once unique (appointment_id),
  constraint waiver_has_a_reason check (copay <> 'waived' or reason is not null)
);
create trigger audit after insert or update or delete on billing.check_in
  for each row execute function audit.record('patient_id');

-- A refund of a payment's credit, or a write-off of what a patient owes for a charge: asked for by one person,
-- decided by another.
create table billing.adjustment (
  id            uuid primary key,
  kind          text not null check (kind in ('refund', 'charity', 'administrative', 'small-balance')),
  patient_id    uuid not null references patients.patient,
  payment_id    uuid references billing.payment,
  charge_id     uuid references claims.charge,
  amount_cents  bigint not null check (amount_cents > 0),
  reason        text not null,
  state         text not null default 'requested' check (state in ('requested', 'approved', 'declined', 'paid')),
  requested_at  timestamptz not null,
  requested_by  uuid not null,
  decided_at    timestamptz,
  decided_by    uuid,
  decision_note text,
  journal_id    uuid references ledger.journal,
  -- Refunds: when the money went back, and how.
  paid_on       date,
  paid_by       uuid,
  paid_reference text,
  paid_journal_id uuid references ledger.journal,
  version       int not null default 1,
  constraint concerns_a_payment_or_a_charge check (case when kind = 'refund' then payment_id is not null and charge_id is null else charge_id is not null and payment_id is null end),
  constraint nobody_decides_their_own check (decided_by is null or decided_by <> requested_by)
);
create index adjustment_open on billing.adjustment (state, requested_at) where state in ('requested', 'approved');
create index adjustment_by_patient on billing.adjustment (patient_id);
create index adjustment_by_payment on billing.adjustment (payment_id) where payment_id is not null;
create trigger audit after insert or update or delete on billing.adjustment
  for each row execute function audit.record('patient_id');

-- Who owes what, over all patients at once: statements and lists of balances read this and nothing else of the ledger.
create index line_of_patients_receivable on ledger.line (patient_id, charge_id) include (amount_cents, journal_id) where account = '1110';
create index line_of_patients_credits on ledger.line (patient_id) include (amount_cents) where account = '2050';

select set_config('wellrun.context', '{"actor": "Wellrun", "role": "program", "request": "migration"}', true);
insert into billing.policy (effective_from, approval_limit_cents, small_balance_cents, statement_every_days, statement_due_days)
  values ('2000-01-01', 10000, 500, 30, 21);
