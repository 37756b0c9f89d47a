import type pg from 'pg'

/** The role of every process of the desk: it may add events, and can neither change nor remove them (ADR 0017). */
export const appRole = 'gotrs_app'

/**
 * Creates the role where the login may, and grants it what the desk needs, the job library's tables included. Run after
 * every migration, so that new tables are covered. Roles belong to the whole cluster: another database may create this
 * one at the same moment. A login that may not create roles continues without: the trigger on events still protects them.
 */
export async function provideAppRole(client: pg.Client): Promise<void> {
  await client.query(createRole)
  await client.query(grantRole)
}

/** Takes the role for the whole connection. Does nothing where the login is not a member of it, or it does not exist. */
export async function takeAppRole(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select set_config('role', rolname, false) from pg_roles where rolname = $1 and pg_has_role(session_user, oid, 'set')`,
    [appRole],
  )
}

// internal_error: "tuple concurrently updated", where another database grants the same membership.
const createRole = `do $$ begin
  if not exists (select from pg_roles where rolname = '${appRole}') then create role ${appRole} nologin; end if;
  if not pg_has_role(session_user, '${appRole}', 'set') then
    execute format('grant ${appRole} to %I with set true', session_user);
  end if;
exception when insufficient_privilege or duplicate_object or unique_violation or internal_error then null;
end $$`

// The job library protects its tables by row-level security without a policy: only their owner could use them.
const grantRole = `do $$ declare it record; begin
  if not exists (select from pg_roles where rolname = '${appRole}') then return; end if;
  grant usage on schema public, graphile_worker, drizzle to ${appRole};
  grant select on all tables in schema drizzle, graphile_worker to ${appRole};
  grant usage, select on all sequences in schema public, graphile_worker to ${appRole};
  for it in select schemaname as schema, tablename as name from pg_tables where schemaname in ('public', 'graphile_worker') loop
    execute format('grant select, insert, update, delete on %I.%I to ${appRole}', it.schema, it.name);
    if it.schema = 'graphile_worker' and not exists (select from pg_policies where policyname = '${appRole}'
      and schemaname = it.schema and tablename = it.name) then
      execute format('create policy ${appRole} on %I.%I to ${appRole} using (true) with check (true)', it.schema, it.name);
    end if;
  end loop;
  revoke update, delete, truncate on public.events from ${appRole};
end $$`
