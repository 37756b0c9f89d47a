import { setTimeout as pause } from 'node:timers/promises'
import type { Agent } from './agent.ts'
import { now } from './flags.ts'
import { type Box, countAnew, notePlaces, type Places } from './folders.ts'
import type { Delivery, Post } from './post.ts'
import type { Program } from './program.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'
import type { Watch } from './watch.ts'
import type { World } from './world.ts'

export type Stage = {
  world: World
  post: Post
  agent: Agent
  watch: Watch
  random: Random
  report: Report
  places: Places
  /** How many letters are written while one fault lasts. */
  share: number
  /** What is waited for while other faults follow. */
  later: Promise<void>[]
}

/** One fault, from its beginning until the desk has recovered from it. */
export type Act = { name: string; play(stage: Stage): Promise<void> }

const patienceMs = 60_000
const lastResortMs = 8_900

/** The worker ends itself at the named point; another start without it goes on. */
export function dieAt(point: string, workerAt: number): Act {
  return {
    name: `kill -9 at "${point}"`,
    async play(stage) {
      const { world, post, report } = stage
      const worker = workerOf(world, workerAt)
      await worker.kill()
      await worker.start({ GOTRS_TEST_CRASH_POINT: point })
      const door = world.doors.find(it => it.worker === worker && it.protocol === 'smtp')
      const boxes = [...world.boxes]
      let left = stage.share
      for (let tries = 0; tries < 60; tries += 1) {
        const count = Math.max(1, Math.min(left, 2))
        left -= count
        if (door) post.release(1, { door })
        post.release(count, { box: boxes[tries % boxes.length] as Box, isByImap: true })
        if (tries === 0) void stage.agent.answer(1)
        if (await worker.hasDied(500)) break
        // One of the workers reads a mailbox, and the other one stands by: until the first is gone.
        if (tries === 2) await makeRoom(stage, worker)
      }
      if (!(await worker.hasDied(0))) {
        report.fault('run', `the point "${point}" was not reached in 30 s`)
        return
      }
      report.count(`killed at "${point}"`)
      post.release(Math.max(0, left))
      await checkSeen(stage, point)
      await comeBack(stage, worker)
    },
  }
}

async function makeRoom({ world, report }: Stage, worker: Program): Promise<void> {
  for (const other of world.workers.filter(it => it !== worker)) {
    await other.kill()
    report.count('killed at random')
    await worker.hasDied(5_000)
    await other.start()
  }
}

/** At a moment of chance. */
export function killWorker(workerAt: number): Act {
  return {
    name: 'kill -9 of a mail-worker at random',
    async play(stage) {
      const worker = workerOf(stage.world, workerAt)
      stage.post.release(stage.share)
      void stage.agent.answer(1)
      await pause(stage.random.between(0, 1_500))
      await worker.kill()
      stage.report.count('killed at random')
      await checkSeen(stage, 'a random moment')
      await comeBack(stage, worker)
    },
  }
}

/** Started again, it must take a mail; how long it took from the kill on is noted. */
async function comeBack({ world, post, watch, report }: Stage, worker: Program): Promise<void> {
  const began = now()
  await worker.start()
  const door = world.doors.find(it => it.worker === worker && it.protocol === 'smtp')
  if (!door) return
  const [probe] = post.release(1, { door })
  const took = await watch.waitFor(() => probe?.takenAt !== null, patienceMs)
  if (took === null) report.fault('recovery', `${worker.name} took no mail within ${patienceMs / 1000} s of its start`)
  else report.took('a killed mail-worker takes mail again after', now() - began)
}

/** Whatever is marked as seen right after a kill has to be in the ledger. */
async function checkSeen({ world, places, report }: Stage, when: string): Promise<void> {
  for (const box of world.boxes) {
    const seen = await notePlaces(world.dovecot, box, places)
    const rows = await world.postgres.ask<{ id: string }>(
      'select rfc_message_id as id from inbound_mails where mailbox_id = $1 and rfc_message_id = any($2)',
      [box.id, seen],
    )
    const known = new Set(rows.map(it => it.id))
    for (const id of seen)
      if (!known.has(id)) report.fault('I3', `${id} is \\Seen after ${when}, and not in the ledger`)
  }
}

export const killServer: Act = {
  name: 'kill -9 of the server while answers are written',
  async play({ world, agent, post, watch, random, report, share }) {
    post.release(share)
    const answering = Promise.all([agent.answer(3), agent.answer(3)])
    await pause(random.between(20, 400))
    const began = now()
    await world.server.kill()
    await world.server.start()
    const took = await watch.waitFor(watch.isReady, patienceMs)
    if (took === null) report.fault('recovery', `the server is not ready ${patienceMs / 1000} s after its start`)
    else report.took('a killed server is ready again after', now() - began)
    report.count('server killed')
    await answering
  },
}

export function cutImap(boxAt: number): Act {
  return {
    name: 'IMAP line cut',
    async play(stage) {
      const { world, post, watch, report } = stage
      const box = boxOf(world, boxAt)
      await watch.waitFor(async () => !(await isFaultShown(stage, box)), patienceMs)
      const sent = post.release(stage.share, { box, isByImap: true })
      await pause(stage.random.between(0, 300))
      box.line.cut()
      report.count('IMAP lines cut')
      await expectShown(stage, box)
      box.line.mend()
      await becomeRead(stage, sent, 'a cut IMAP line is read again after')
    },
  }
}

/** The line says nothing any more, and does not end either: only a watchdog finds out. */
export function deadenImap(boxAt: number): Act {
  return {
    name: 'IMAP line gone silent',
    async play(stage) {
      const { world, post, report } = stage
      const box = boxOf(world, boxAt)
      const sent = post.release(2, { box, isByImap: true })
      box.line.goSilent()
      report.count('IMAP lines gone silent')
      await pause(5_000)
      box.line.mend()
      stage.later.push(becomeRead(stage, sent, `${box.name}, a line gone silent, is read again after`))
    },
  }
}

async function expectShown(stage: Stage, box: Box): Promise<void> {
  const { watch, report } = stage
  const took = await watch.waitFor(() => isFaultShown(stage, box), patienceMs)
  if (took === null) report.fault('I8', `the state of ${box.name} does not show that its server is away`)
  else report.took('the state of a mailbox shows a fault after', took)
}

async function isFaultShown({ watch }: Stage, box: Box): Promise<boolean> {
  const errors = await watch.mailboxErrors().catch(() => null)
  return (errors?.get(box.name) ?? null) !== null
}

/** The watchdog of a line has five minutes. */
async function becomeRead(stage: Stage, sent: Delivery[], what: string): Promise<void> {
  const took = await stage.watch.waitFor(() => areInLedger(stage, sent), 5 * 60_000)
  if (took === null) stage.report.fault('recovery', `${what}: not within 5 min`)
  else stage.report.took(what, took)
}

async function areInLedger({ world }: Stage, sent: Delivery[]): Promise<boolean> {
  const [row] = await world.postgres.ask<{ count: number }>(
    'select count(distinct rfc_message_id)::int as count from inbound_mails where rfc_message_id = any($1)',
    [sent.map(it => it.letter.messageId)],
  )
  return row?.count === sent.length
}

export function changeValidity(boxAt: number): Act {
  return {
    name: 'UIDVALIDITY changed',
    async play(stage) {
      const { world, post, places, report } = stage
      const box = world.boxes.filter(it => it.folder !== 'INBOX')[boxAt] as Box
      post.release(stage.share, { box, isByImap: true })
      await post.holding(box, () => countAnew(world.dovecot, box, places))
      report.count('UIDVALIDITY changed')
      const sent = post.release(2, { box, isByImap: true })
      stage.later.push(becomeRead(stage, sent, `${box.name}, a folder counted anew, is read again after`))
    },
  }
}

export function losePostgres(how: 'stop' | 'kill'): Act {
  return {
    name: how === 'kill' ? 'Postgres killed' : 'Postgres stopped',
    async play(stage) {
      const { world, post, agent, watch, random, report } = stage
      post.release(Math.ceil(stage.share / 2))
      await pause(random.between(0, 500))
      const began = now()
      await world.postgres[how]()
      report.count(how === 'kill' ? 'Postgres killed' : 'Postgres stopped')
      post.release(Math.ceil(stage.share / 2))
      const answering = agent.answer(1)
      const isShown = () => watch.troublesSince(began).has('database')
      if ((await watch.waitFor(isShown, 15_000)) === null)
        report.fault('I8', '/readyz does not show that Postgres is away')
      await world.postgres.start()
      await backToWork(stage, 'mail is taken again after a start of Postgres, after')
      await answering
    },
  }
}

export const fillDisk: Act = {
  name: 'disk full',
  async play(stage) {
    const { world, post, watch, report } = stage
    if (!world.disk) return report.say('Skipped: no disk of its own can be mounted here, so none can be full.')
    const began = now()
    world.disk.fill()
    report.count('disk full')
    const sent = post.release(stage.share)
    const isShown = () => watch.troublesSince(began).has('blobs')
    if ((await watch.waitFor(isShown, 15_000)) === null)
      report.fault('I8', '/readyz does not show that the disk is full')
    await pause(2_000)
    // A file that is deleted makes room for small mails: their bytes are compared at the end, like all.
    const handedIn = sent.filter(it => it.door)
    const taken = handedIn.filter(it => it.takenAt !== null)
    if (taken.length > 0) report.count('mails that fitted on a full disk', taken.length)
    if (handedIn.length > 0 && taken.length === handedIn.length)
      report.fault('I3', 'Every mail got a 250 while the disk was full')
    world.disk.free()
    await backToWork(stage, 'mail is taken again after a full disk, after')
  },
}

async function backToWork({ world, post, watch, random, report }: Stage, what: string): Promise<void> {
  const began = now()
  const [probe] = post.release(1, { door: random.pick(world.doors) })
  const took = await watch.waitFor(() => probe?.takenAt !== null, patienceMs)
  if (took === null) report.fault('recovery', `no mail is taken ${patienceMs / 1000} s after the fault`)
  else report.took(what, now() - began)
  // Taken is not read: the jobs have to go on as well.
  const letter = probe?.letter
  const isFiled = () => !letter || letter.kind === 'poison' || watch.filed.has(letter.token)
  if ((await watch.waitFor(isFiled, 2 * patienceMs)) === null) {
    report.fault('recovery', `${letter?.token} is taken and not filed ${(2 * patienceMs) / 1000} s after the fault`)
  }
  if ((await watch.waitFor(watch.isReady, patienceMs)) === null) report.fault('I8', '/readyz does not recover')
}

export const stopUnderLoad: Act = {
  name: 'SIGTERM under load',
  async play(stage) {
    const { world, post, agent, report } = stage
    post.release(stage.share)
    void agent.answer(1)
    await pause(stage.random.between(100, 600))
    const ends = await Promise.all(
      [world.server, ...world.workers].map(async it => ({ name: it.name, ...(await it.stop()) })),
    )
    for (const { name, code, tookMs } of ends) {
      report.took('a process has drained and ended after', tookMs)
      // What does not end by itself is left after nine seconds, and found again by whoever comes next.
      if (tookMs > lastResortMs) report.count('SIGTERM: work in hand was left after nine seconds')
      else if (code !== 0) report.fault('SIGTERM', `${name} ended with ${code}`)
      if (tookMs > 15_000) report.fault('SIGTERM', `${name} took ${Math.round(tookMs / 1000)} s to end`)
    }
    report.count('SIGTERM of all processes')
    await world.server.start()
    for (const worker of world.workers) await comeBack(stage, worker)
  },
}

const workerOf = (world: World, at: number) => world.workers[at % world.workers.length] as Program
const boxOf = (world: World, at: number) => world.boxes[at % world.boxes.length] as Box
