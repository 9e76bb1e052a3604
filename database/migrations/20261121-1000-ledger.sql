create schema ledger;

create table ledger.account (
  id      uuid primary key default gen_random_uuid(),
  code    text not null unique check (code ~ '^\d{4}$'),
  name    text not null,
  kind    text not null check (kind in ('asset', 'liability', 'equity', 'revenue', 'expense')),
  -- A contra account stands on the other side of its kind: 1190 reduces assets, 4090 reduces revenue.
  contra  boolean not null default false,
  active  boolean not null default true
);
create trigger audit after insert or update or delete on ledger.account
  for each row execute function audit.record();

-- An accounting month. Nothing posts into a closed one.
create table ledger.period (
  id         uuid primary key default gen_random_uuid(),
  starts_on  date not null unique check (extract(day from starts_on) = 1),
  closed_at  timestamptz,
  closed_by  uuid
);
create trigger audit after insert or update or delete on ledger.period
  for each row execute function audit.record();

-- A journal is a set of lines that sum to zero. Nothing is ever updated or deleted: a mistake is corrected by a
-- journal that reverses it. `source` and `source_id` name what was posted ("claims.charge", its id), once.
create table ledger.journal (
  id           uuid primary key,
  posted_on    date not null,
  posted_at    timestamptz not null default now(),
  posted_by    uuid,
  memo         text not null,
  source       text not null,
  source_id    uuid,
  site_id      uuid,
  reverses_id  uuid unique references ledger.journal
);
create index journal_by_day on ledger.journal (posted_on, id);
create index journal_by_source on ledger.journal (source, source_id);

-- Positive debits, negative credits. The receivable accounts are their own subledgers: `patient_id`, `charge_id` (the
-- charge line), `payer_id` and `provider_id` say whose money it is, so subledger and control account cannot differ.
create table ledger.line (
  id            bigint generated always as identity primary key,
  journal_id    uuid not null references ledger.journal,
  account       text not null references ledger.account (code),
  amount_cents  bigint not null check (amount_cents <> 0),
  patient_id    uuid,
  charge_id       uuid,
  payer_id      uuid,
  provider_id   uuid
);
create index line_by_journal on ledger.line (journal_id);
create index line_by_patient on ledger.line (patient_id, account) include (amount_cents) where patient_id is not null;
create index line_by_charge on ledger.line (charge_id, account) include (amount_cents) where charge_id is not null;

create trigger audit after insert or update or delete on ledger.journal
  for each row execute function audit.record();
create trigger audit after insert or update or delete on ledger.line
  for each row execute function audit.record('patient_id');

create function ledger.must_balance() returns trigger language plpgsql as $$
begin
  if (select sum(amount_cents) from ledger.line where journal_id = new.journal_id) <> 0 then
    raise exception 'journal % does not balance', new.journal_id using errcode = 'check_violation', constraint = 'journal_balances';
  end if;
  return null;
end $$;
create constraint trigger journal_balances after insert on ledger.line
  deferrable initially deferred for each row execute function ledger.must_balance();

create function ledger.must_be_open() returns trigger language plpgsql as $$
begin
  if exists (select from ledger.period where starts_on = date_trunc('month', new.posted_on)::date and closed_at is not null) then
    raise exception 'the month of % is closed', new.posted_on using errcode = 'check_violation', constraint = 'period_is_open';
  end if;
  return new;
end $$;
create trigger period_is_open before insert on ledger.journal for each row execute function ledger.must_be_open();

create function ledger.is_final() returns trigger language plpgsql as $$
begin raise exception 'ledger rows are final'; end $$;
create trigger final before update or delete on ledger.journal for each row execute function ledger.is_final();
create trigger final before update or delete on ledger.line for each row execute function ledger.is_final();

select set_config('wellrun.context', '{"actor": "Wellrun", "role": "program", "request": "migration"}', true);
insert into ledger.account (code, name, kind, contra) values
  ('1000', 'Bank', 'asset', false),
  ('1010', 'Undeposited funds', 'asset', false),
  ('1020', 'EFT clearing', 'asset', false),
  ('1100', 'Accounts receivable: insurance', 'asset', false),
  ('1110', 'Accounts receivable: patients', 'asset', false),
  ('1120', 'Accounts receivable: collection agency', 'asset', false),
  ('1190', 'Contractual allowance', 'asset', true),
  ('1195', 'Allowance for credit losses', 'asset', true),
  ('2050', 'Unapplied patient credits', 'liability', false),
  ('2060', 'Refunds payable', 'liability', false),
  ('2070', 'Payer recoupments', 'liability', false),
  ('3000', 'Owners'' equity', 'equity', false),
  ('4000', 'Gross charges', 'revenue', false),
  ('4090', 'Contractual adjustments', 'revenue', true),
  ('4091', 'Sliding fee and charity', 'revenue', true),
  ('4092', 'Administrative write-offs', 'revenue', true),
  ('4095', 'Implicit price concessions and bad debt', 'revenue', true),
  ('4099', 'Interest from payers', 'revenue', false),
  ('5900', 'Cash over and short', 'expense', false);
