-- The audit log is sealed in batches: each seal holds the fingerprints of its entries, the hash of the seal before
-- it, and a signature made with a key that the database never sees. Seals are final like the entries they cover.
create table audit.seal (
  id             bigint primary key,
  from_id        bigint not null,
  to_id          bigint not null,
  count          int not null,
  -- For each entry, in order: its id (8 bytes) and the first 16 bytes of the SHA-256 of what it says. From these the
  -- very entry that was altered, removed or put elsewhere can be named.
  fingerprints   bytea not null,
  previous_hash  text not null,
  hash           text not null unique,
  sealed_at      timestamptz not null,
  signature      text not null,
  constraint seal_covers_something check (count > 0 and from_id <= to_id and length(fingerprints) = count * 24)
);
create trigger final before update or delete on audit.seal for each row execute function audit.is_final();
create trigger final_truncate before truncate on audit.seal execute function audit.is_final();

-- What each check of the log found.
create table audit.check_result (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  checked_by uuid,
  whole     boolean not null,
  result    jsonb not null
);
create trigger final before update or delete on audit.check_result for each row execute function audit.is_final();

-- The highest id below which nothing can still appear. An identity value is drawn while the insert already holds its
-- lock on the table, and transactions commit in any order: max(id) alone may jump over an entry that is still in
-- flight. SHARE waits until no writer is in flight and lets none begin; the statement after it sees everything that
-- committed; the lock ends with this short transaction. It is taken as the owner, because the program's role may only
-- add. A long transaction (an import) would make everybody queue behind the lock, so it is not waited for longer than a
-- quarter of a second: the caller tries again later, the entries stay unsealed until then.
create function audit.settle() returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '250ms'
as $$
begin
  lock table audit.entry in share mode;
  return (select max(id) from audit.entry);
end $$;
