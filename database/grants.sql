-- What the running program may do, applied again after every change of the schema. The program acts as
-- wellrun_app: it owns nothing, so it can alter no table, and it may only add to the audit log.
do $$
declare s text;
begin
  for s in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public$)' loop
    execute format('grant usage on schema %I to wellrun_app', s);
    execute format('grant select, insert, update, delete on all tables in schema %I to wellrun_app', s);
    execute format('grant usage, select on all sequences in schema %I to wellrun_app', s);
    execute format('grant execute on all functions in schema %I to wellrun_app', s);
  end loop;
end $$;
revoke update, delete, truncate on all tables in schema audit from wellrun_app;
grant select on public.migration to wellrun_app;
