import { setTimeout as pause } from 'node:timers/promises'
import { now } from './flags.ts'
import { type Box, recordUids } from './folders.ts'
import type { Program } from './program.ts'
import { type Fault, type Stage, timeLimitMs } from './stage.ts'
import type { World } from './world.ts'

/** A process ends itself nine seconds after SIGTERM at the latest. */
const forcedStopMs = 8_900

/** The mail-worker kills itself at the named point, and is then started without it. */
export function killAt(point: string, workerAt: number): Fault {
  return {
    name: `kill -9 at "${point}"`,
    async run(stage) {
      const { world, customers, report } = stage
      const worker = workerOf(world, workerAt)
      await worker.kill()
      await worker.start({ GOTRS_TEST_CRASH_POINT: point })
      const listener = world.listeners.find(it => it.worker === worker && it.protocol === 'smtp')
      const boxes = [...world.boxes]
      let left = stage.mailCount
      for (let tries = 0; tries < 60; tries += 1) {
        const count = Math.max(1, Math.min(left, 2))
        left -= count
        if (listener) customers.send(1, { listener })
        customers.send(count, { box: boxes[tries % boxes.length] as Box, isByImap: true })
        if (tries === 0) void stage.agent.answer(1)
        if (await worker.hasDied(500)) break
        // Only one worker reads a mailbox: kill the other one, so that this one takes over.
        if (tries === 2) await giveMailboxesTo(stage, worker)
      }
      if (!(await worker.hasDied(0))) {
        report.failure('run', `the process did not reach the point "${point}" within 30 s`)
        return
      }
      report.count(`killed at "${point}"`)
      customers.send(Math.max(0, left))
      await checkSeen(stage, point)
      await expectRecovery(stage, worker)
    },
  }
}

async function giveMailboxesTo({ world, report }: Stage, worker: Program): Promise<void> {
  for (const other of world.workers.filter(it => it !== worker)) {
    await other.kill()
    report.count('killed at random')
    await worker.hasDied(5_000)
    await other.start()
  }
}

/** Kills a mail-worker at a random time. */
export function killWorker(workerAt: number): Fault {
  return {
    name: 'kill -9 of a mail-worker at random',
    async run(stage) {
      const worker = workerOf(stage.world, workerAt)
      stage.customers.send(stage.mailCount)
      void stage.agent.answer(1)
      await pause(stage.random.between(0, 1_500))
      await worker.kill()
      stage.report.count('killed at random')
      await checkSeen(stage, 'a random moment')
      await expectRecovery(stage, worker)
    },
  }
}

/** Starts the worker and expects it to accept a mail; records the time since the kill. */
async function expectRecovery({ world, customers, monitor, report }: Stage, worker: Program): Promise<void> {
  const began = now()
  await worker.start()
  const listener = world.listeners.find(it => it.worker === worker && it.protocol === 'smtp')
  if (!listener) return
  const [probe] = customers.send(1, { listener })
  const took = await monitor.waitFor(() => probe?.acceptedAt !== null, timeLimitMs)
  if (took === null)
    report.failure('recovery', `${worker.name} accepted no mail within ${timeLimitMs / 1000} s of its start`)
  else report.took('a killed mail-worker accepts mail again after', now() - began)
}

/** Mail that is marked as seen right after a kill must be in the ledger. */
async function checkSeen({ world, uidMap, report }: Stage, when: string): Promise<void> {
  for (const box of world.boxes) {
    const seen = await recordUids(world.dovecot, box, uidMap)
    const rows = await world.postgres.ask<{ id: string }>(
      'select rfc_message_id as id from inbound_mails where mailbox_id = $1 and rfc_message_id = any($2)',
      [box.id, seen],
    )
    const known = new Set(rows.map(it => it.id))
    for (const id of seen)
      if (!known.has(id)) report.failure('I3', `${id} is \\Seen after ${when}, but not in the ledger`)
  }
}

export const killServer: Fault = {
  name: 'kill -9 of the server during answers',
  async run({ world, agent, customers, monitor, random, report, mailCount }) {
    customers.send(mailCount)
    const answering = Promise.all([agent.answer(3), agent.answer(3)])
    await pause(random.between(20, 400))
    const began = now()
    await world.server.kill()
    await world.server.start()
    const took = await monitor.waitFor(monitor.isReady, timeLimitMs)
    if (took === null) report.failure('recovery', `the server is not ready ${timeLimitMs / 1000} s after its start`)
    else report.took('a killed server is ready again after', now() - began)
    report.count('server killed')
    await answering
  },
}

export const stopUnderLoad: Fault = {
  name: 'SIGTERM under load',
  async run(stage) {
    const { world, customers, agent, report } = stage
    customers.send(stage.mailCount)
    void agent.answer(1)
    await pause(stage.random.between(100, 600))
    const ends = await Promise.all(
      [world.server, ...world.workers].map(async it => ({ name: it.name, ...(await it.stop()) })),
    )
    for (const { name, code, tookMs } of ends) {
      report.took('a process stopped after', tookMs)
      // After nine seconds a process stops in any case; the next one continues its work.
      if (tookMs > forcedStopMs) report.count('SIGTERM: stopped with unfinished work after nine seconds')
      else if (code !== 0) report.failure('SIGTERM', `${name} ended with ${code}`)
      if (tookMs > 15_000) report.failure('SIGTERM', `${name} took ${Math.round(tookMs / 1000)} s to stop`)
    }
    report.count('SIGTERM of all processes')
    await world.server.start()
    for (const worker of world.workers) await expectRecovery(stage, worker)
  },
}

const workerOf = (world: World, at: number) => world.workers[at % world.workers.length] as Program
