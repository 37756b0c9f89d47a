import type { LiveHint } from '@gotrs/contract/live'
import { byItsText } from '@gotrs/db/client'
import { events } from '@gotrs/db/tables/events'
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { ConditionalChange, LastChange } from './last-change.ts'
import { type NamedQuery, preparedSql } from './prepared.ts'
import type { AfterReaction } from './reaction.ts'
import type { JobSpec } from './unit-of-work.ts'

/** A hint for everybody who may know of the event, or (`onlyFor`) for the windows of one person. */
export type SentHint = LiveHint & { onlyFor?: string }

export type EventRow = typeof events.$inferInsert
/** `reaction`: the reaction that the job runs; its `isWanted` may leave the job out. */
export type PendingJob = JobSpec & { reaction?: AfterReaction; event?: Pick<EventRow, 'id' | 'type' | 'ticketId'> }

type Written = {
  events: readonly EventRow[]
  jobs: readonly PendingJob[]
  hints: readonly SentHint[]
  changes: readonly LastChange[]
}

export const liveChannel = 'gotrs_live'
// NOTIFY accepts at most 8,000 bytes.
const hintsPerNotice = 40

/** The statement is null when there are no events, jobs and hints. */
export type WriteOut = { hints: SentHint[]; statement: NamedQuery | null }

/** `isNotified`: with Postgres as the live bus, the commit sends the hints; with Valkey, the kernel publishes them after it. */
type How = { isNotified: boolean; condition?: ConditionalChange | undefined }

/** Writes changes, events, jobs and hints in one statement. */
export function writeOut(written: Written, { isNotified, condition }: How): WriteOut {
  const { events: rows, jobs } = written
  const changes = condition ? [condition, ...written.changes] : written.changes
  const ofEvents = rows.map(row => ({ type: row.type, ticketId: row.ticketId ?? null, eventId: row.id }) as SentHint)
  const hints = [...ofEvents, ...written.hints]
  if (jobs.length + hints.length + changes.length === 0) return { hints, statement: null }
  return { hints, statement: insertion({ events: rows, jobs, changes }, isNotified ? noticesOf(hints) : [], condition) }
}

function noticesOf(hints: SentHint[]): string[] {
  const notices: string[] = []
  for (let at = 0; at < hints.length; at += hintsPerNotice) {
    notices.push(JSON.stringify({ hints: hints.slice(at, at + hintsPerNotice) }))
  }
  return notices
}

function insertion(
  { events: rows, jobs, changes }: Omit<Written, 'hints'>,
  notices: string[],
  condition: ConditionalChange | undefined,
): NamedQuery {
  const specs = jobs.map(job => ({
    identifier: job.task,
    payload: job.payload,
    job_key: job.key ?? null,
    run_at: job.runAt?.toISOString() ?? null,
    max_attempts: job.maxAttempts ?? 12,
    event_id: job.event?.id ?? null,
    event_type: job.event?.type ?? null,
    ticket_id: job.event?.ticketId ?? null,
  }))
  const conditional = new Set(jobs.flatMap(job => (job.reaction?.isWanted ? [job.reaction] : [])))
  return insertionFor([...conditional], changes, condition).query({
    ...Object.assign({}, ...changes.map(it => it.values)),
    events: JSON.stringify(rows.map(toColumns)),
    specs: JSON.stringify(specs),
    notices: JSON.stringify(notices),
  })
}

const insertions = new Map<string, ReturnType<typeof buildInsertion>>()
const numbers = new Map<AfterReaction, number>()

/** The text depends on whose conditions it has. It is built once for each of the few combinations. */
function insertionFor(
  conditional: AfterReaction[],
  changes: readonly LastChange[],
  condition: ConditionalChange | undefined,
) {
  for (const it of conditional) if (!numbers.has(it)) numbers.set(it, numbers.size)
  const key = [conditional.map(it => numbers.get(it)), ...changes.map(it => it.name)].join(' ')
  const insertion = insertions.get(key) ?? buildInsertion(conditional, changes, condition)
  insertions.set(key, insertion)
  return insertion
}

const buildInsertion = (
  conditional: AfterReaction[],
  changes: readonly LastChange[],
  condition: ConditionalChange | undefined,
) =>
  preparedSql(
    byItsText,
    () => sql`
    with ${sql.join(changes.map(it => sql`${it.ctes}, `))}recorded as (
      insert into ${events} (${columns})
      select ${condition ? columnsWith(condition.ticketVersion) : columns}
      from jsonb_populate_recordset(null::${events}, ${sql.placeholder('events')}::jsonb) given
      where ${condition?.happens ?? sql`true`}
    )
    select (
      select count(*)
      from json_to_recordset(${sql.placeholder('specs')}::json)
          as spec(identifier text, payload json, job_key text, run_at timestamptz, max_attempts smallint, event_id uuid, event_type text, ticket_id uuid),
        graphile_worker.add_jobs(array[(spec.identifier, spec.payload, null, spec.run_at, spec.max_attempts, spec.job_key, null, null)
          ::graphile_worker.job_spec])
      where ${condition?.happens ?? sql`true`} and ${areWanted(conditional)}
    ), (select count(pg_notify(${liveChannel}, notice))
      from json_array_elements_text(${sql.placeholder('notices')}::json) as notice where ${condition?.happens ?? sql`true`}),
      ${condition?.happens ?? sql`true`} as happens`,
  )

const eventOfSpec = { id: sql`spec.event_id`, type: sql`spec.event_type`, ticketId: sql`spec.ticket_id` }

function areWanted(conditional: AfterReaction[]) {
  const conditions = conditional.map(
    ({ name, isWanted }) => sql`(spec.identifier <> ${name} or ${isWanted?.(eventOfSpec)})`,
  )
  return sql.join([sql`true`, ...conditions], sql` and `)
}

// The database sets the position.
const { position: _, ...written } = getTableColumns(events)
const columnNames = Object.entries(written).map(([key, column]) => [key, column.name] as const)
const columns = sql.join(
  columnNames.map(([, name]) => sql.identifier(name)),
  sql`, `,
)
const columnsWith = (ticketVersion: SQL) =>
  sql.join(
    columnNames.map(([, name]) =>
      name === events.ticketVersion.name
        ? sql`case when given.ticket_id is not null then ${ticketVersion} end`
        : sql`given.${sql.identifier(name)}`,
    ),
    sql`, `,
  )

const toColumns = (row: Record<string, unknown>) =>
  Object.fromEntries(columnNames.map(([key, name]) => [name, row[key]]))
