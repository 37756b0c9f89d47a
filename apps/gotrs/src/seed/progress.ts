import type { Desk } from '@gotrs/core/desk'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import { settings } from '@gotrs/db/tables/settings'

/** How far the demo has been played. It is saved in the transaction of every act, so that a seed can go on after a kill. */
export type Progress = {
  /** The end of the three weeks, fixed by the first start. */
  endsAt: string
  /** How many acts are done. */
  done: number
  /** The ticket each story is at. */
  tickets: Record<string, number>
}

const progressKey = 'demoSeeding'
const seededKey = 'demoSeeded'

export async function readProgress({ pool }: Pick<Desk, 'pool'>): Promise<Progress | null> {
  const { rows } = await pool.query<{ value: Progress }>('select value from settings where key = $1', [progressKey])
  return rows[0]?.value ?? null
}

export async function saveProgress(uow: UnitOfWork, progress: Progress): Promise<void> {
  await uow.db
    .insert(settings)
    .values({ key: progressKey, value: progress })
    .onConflictDoUpdate({ target: settings.key, set: { value: progress } })
}

export async function isSeeded({ pool }: Pick<Desk, 'pool'>): Promise<boolean> {
  const { rowCount } = await pool.query('select 1 from settings where key = $1', [seededKey])
  return rowCount !== 0
}

/** Written last: from now on the demo is never filled in again. */
export async function markSeeded({ pool }: Pick<Desk, 'pool'>, progress: Progress): Promise<void> {
  await pool.query(
    `with gone as (delete from settings where key = $1)
     insert into settings (key, value) values ($2, $3)`,
    [progressKey, seededKey, JSON.stringify({ endsAt: progress.endsAt, acts: progress.done })],
  )
}
