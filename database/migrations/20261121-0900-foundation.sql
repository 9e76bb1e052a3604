create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- The owner must be able to act as the program's role. From PostgreSQL 16 on, who creates a role may administer it
-- but not yet act as it; on a server where an administrator made the role, the membership is already there.
do $$ begin
  if not exists (select from pg_roles where rolname = 'wellrun_app') then create role wellrun_app nologin; end if;
  execute format('grant wellrun_app to %I', current_user);
exception when insufficient_privilege then
  if not pg_has_role(current_user, 'wellrun_app', 'member') then raise; end if;
end $$;

create schema platform;

-- The replies of commands that carried an Idempotency-Key, kept in the transaction they answer.
create table platform.idempotency (
  key          text not null,
  actor_id     uuid,
  operation    text not null,
  fingerprint  text not null,
  reply        jsonb not null,
  at           timestamptz not null default now(),
  constraint idempotency_key_is_used_once unique nulls not distinct (key, actor_id)
);
create index idempotency_by_age on platform.idempotency (at);

-- Files at rest are encrypted outside the database; here is what they are.
create table platform.file (
  id          uuid primary key,
  name        text not null,
  media_type  text not null,
  size_bytes  bigint not null,
  sha256      text not null,
  key_id      text not null,
  created_at  timestamptz not null default now(),
  created_by  uuid
);

create table platform.setting (
  name   text primary key,
  value  jsonb not null
);

create schema audit;

-- One row for each change of a row, each look at a patient's record, each sign-in and each refusal for lack of a permission.
-- Append-only: the program's role cannot update or delete here, and the trigger stops even the owner's slips.
create table audit.entry (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default clock_timestamp(),
  kind         text not null check (kind in ('create', 'update', 'delete', 'read', 'print', 'export', 'sign-in', 'sign-out', 'refused', 'permission', 'system')),
  subject      text not null,
  record_id    text,
  patient_ids  uuid[],
  actor_id     uuid,
  actor        text not null,
  role         text,
  request      text,
  origin       text,
  before       jsonb,
  after        jsonb,
  reason       text,
  outcome      text not null default 'done' check (outcome in ('done', 'refused', 'failed'))
);
create index entry_by_patient on audit.entry using gin (patient_ids) where patient_ids is not null;
create index entry_by_actor on audit.entry (actor_id, id);
create index entry_by_record on audit.entry (subject, record_id, id);

create function audit.is_final() returns trigger language plpgsql as $$
begin raise exception 'audit entries are final'; end $$;
create trigger final before update or delete on audit.entry for each row execute function audit.is_final();
create trigger final_truncate before truncate on audit.entry execute function audit.is_final();

-- Every business table carries this trigger (architecture.test.ts checks that none forgot): execute function
-- audit.record('<column that names the patient>') or audit.record(). Updates keep only the columns that changed;
-- secrets (…_hash, …_sealed) are never kept. A write without a named actor is refused by the database itself.
create function audit.record() returns trigger language plpgsql as $$
declare
  context jsonb := nullif(current_setting('wellrun.context', true), '')::jsonb;
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  whole jsonb := coalesce(new_row, old_row);
  patient uuid := case when tg_nargs > 0 then (whole ->> tg_argv[0])::uuid end;
  secret text;
begin
  if context is null then
    raise exception 'a change of %.% needs a named actor', tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, n.value) into old_row, new_row
      from jsonb_each(old_row) o join jsonb_each(new_row) n using (key) where o.value is distinct from n.value;
    if new_row is null then return null; end if;
  end if;
  for secret in select key from jsonb_object_keys(whole) key where key like '%\_hash' or key like '%\_sealed' loop
    old_row := old_row - secret;
    new_row := new_row - secret;
  end loop;
  insert into audit.entry (kind, subject, record_id, patient_ids, actor_id, actor, role, request, origin, before, after, reason)
  values (
    case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end,
    tg_table_schema || '.' || tg_table_name,
    whole ->> 'id',
    case when patient is not null then array[patient] end,
    (context ->> 'actor_id')::uuid, context ->> 'actor', context ->> 'role', context ->> 'request', context ->> 'origin',
    old_row, new_row, context ->> 'reason');
  return null;
end $$;
