import { type Desk, openDesk } from '@gotrs/core/desk'
import { readSettings } from '../env.ts'
import { provideSecretKeys } from '../secrets/secret-keys.ts'
import { afternoonOf, workingDaysBefore } from './calendar.ts'
import { createDemoClock, type DemoClock } from './clock.ts'
import { furnish, readCast, readQueueIds, verifyAddresses } from './furnish.ts'
import { inUseQuery } from './in-use.ts'
import { loadStories } from './load-stories.ts'
import { playNight } from './play-night.ts'
import { playAct, settle } from './play-story.ts'
import { isSeeded, markSeeded, type Progress, readProgress } from './progress.ts'
import { type Act, writeScript } from './script.ts'
import type { Stage } from './stage.ts'
import { demoViews } from './views.ts'

export type DemoConfig = {
  databaseUrl: string
  secretKey: string
  blobsDir: string
  baseUrl: string
  /** Takes a line about what is going on. */
  log(line: string): void
  /** The end of the three weeks; now, unless a seed that began earlier continues. */
  endsAt?: Date
  /** Stops between two acts; the next seed continues from there. */
  halt?: AbortSignal
}

/** `seeded`: just now. `already`: some time before. `in_use`: the desk holds people's own things, nothing was touched. */
export type DemoOutcome = 'seeded' | 'already' | 'in_use'

/** Fills an empty desk with the demo, once; without a config it takes the settings of this process. */
export async function seedDemo(config?: DemoConfig): Promise<DemoOutcome> {
  const given = config ?? (await configOfProcess())
  const clock = createDemoClock(new Date(0))
  const desk = openDesk({
    ...given,
    info: {
      businessName: 'Northwind Tools',
      isDemo: true,
      hasDevelopmentInbox: false,
      maxAttachmentBytes: 25 * 1024 * 1024,
    },
    poolSize: 4,
    applicationName: 'gotrs demo',
    log: { info: () => {}, warn: logFaults(given), error: logFaults(given) },
    now: () => clock.toDesk(clock.now()),
  })
  try {
    return await alone(desk, () => seedOnce(desk, clock, given))
  } finally {
    await desk.close()
  }
}

async function configOfProcess(): Promise<DemoConfig> {
  const settings = readSettings()
  if (!settings.databaseUrl) throw new Error('The demo needs DATABASE_URL: run it as `gotrs seed`.')
  return {
    databaseUrl: settings.databaseUrl,
    secretKey: (await provideSecretKeys(settings))[0],
    blobsDir: settings.blobsDir,
    baseUrl: settings.baseUrl,
    log: line => console.error(line),
  }
}

const logFaults =
  ({ log }: DemoConfig) =>
  (facts: object, message: string) => {
    const cause = 'err' in facts && facts.err instanceof Error ? `: ${facts.err.message}` : ''
    log(`${message}${cause}`)
  }

/** Two seeds at once would play everything twice: the second one waits, and finds it done. */
async function alone<T>(desk: Desk, work: () => Promise<T>): Promise<T> {
  const client = await desk.pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('gotrs:demo'))`)
    return await work()
  } finally {
    // The lock belongs to the connection and ends with it.
    client.release(true)
  }
}

async function seedOnce(desk: Desk, clock: DemoClock, config: DemoConfig): Promise<DemoOutcome> {
  if (await isSeeded(desk)) return 'already'
  const begun = await readProgress(desk)
  if (!begun && (await isInUse(desk))) return 'in_use'
  const progress: Progress = begun ?? { endsAt: (config.endsAt ?? new Date()).toISOString(), done: 0, tickets: {} }
  const endsAt = new Date(progress.endsAt)
  const end = afternoonOf(endsAt)
  const start = new Date(workingDaysBefore(end, 16).getTime() + 9 * 3_600_000)
  clock.moveTo(start)
  clock.shiftDesk(endsAt.getTime() - end.getTime())
  if (!begun) await furnish(desk, progress)
  const stage = { desk, clock, progress, cast: await readCast(desk), queueIds: await readQueueIds(desk) }
  const stories = loadStories()
  await playAll(stage, writeScript(stories, demoViews, start, end), config)
  await verifyAddresses(desk)
  await markSeeded(desk, stage.progress)
  config.log(`The demo has ${stories.length} stories of three weeks.`)
  return 'seeded'
}

async function isInUse(desk: Desk): Promise<boolean> {
  const { rowCount } = await desk.pool.query(inUseQuery)
  return rowCount !== 0
}

/** Begins where the last seed ended, with what its last act left to be done. */
async function playAll(stage: Stage, acts: Act[], { log, halt }: DemoConfig): Promise<void> {
  const alreadyDone = stage.progress.done
  if (alreadyDone > 0) stage.clock.moveTo(acts[alreadyDone - 1]?.at ?? stage.clock.now())
  await settle(stage)
  for (const [at, act] of acts.entries()) {
    if (at < alreadyDone) continue
    halt?.throwIfAborted()
    if (act.at.getUTCDate() !== stage.clock.now().getUTCDate()) await playNight(stage, act.at)
    await playAct(stage, act)
    if (at % 60 === 59) log(`Filling the demo in: ${Math.round((100 * (at + 1)) / acts.length)} %`)
  }
}
