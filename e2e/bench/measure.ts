import type { Desk, Spent } from './desk.ts'
import { type Call, send } from './http.ts'
import type { Options } from './options.ts'
import type { Caller } from './people.ts'
import type { Cost, Row } from './result.ts'
import { percentile, ratioOf, rounded } from './statistics.ts'

/** A kind of request, of the product and of the floor. `at` counts the calls, so that each can be about another thing. */
export type Plan = {
  group: string
  name: string
  call(at: number, caller?: Caller): Call
  floor?: (at: number) => Call
  /** Also how many a second at 16 connections, each of another one of these: one person may not do so much at once. */
  colleagues?: readonly Caller[]
}

/** What is measured of one side: its calls, and the processes that work for it. */
type Side = { desk: Desk; url: string; program: 'web' | 'floor'; call: Plan['call']; colleagues: readonly Caller[] }
type Sum = { program: number; db: number; worker: number; times: number[] }
/** Counts the calls of a row, and keeps the worst status of their answers. */
type Counter = { at: number; status: number }

const callsAtOnce = 5
const connections = 16
/** How often the rates of both sides are measured in turn. */
const turns = 4

/** Measures one kind of request: product and floor in turn, so that whatever else the machine does hits both alike. */
export async function measure(
  desk: Desk,
  plan: Plan,
  options: Options,
  statements: number | null,
): Promise<Omit<Row, 'growth'>> {
  const ours: Side = { desk, url: desk.url, program: 'web', call: plan.call, colleagues: plan.colleagues ?? [] }
  const floor: Side | null = plan.floor
    ? { desk, url: desk.floorUrl, program: 'floor', call: plan.floor, colleagues: plan.colleagues ?? [] }
    : null
  const counter: Counter = { at: 0, status: 0 }
  const sides = floor ? [ours, floor] : [ours]
  for (const side of sides) await warmUp(side, options, counter)
  const sums = { ours: empty(), floor: empty() }
  const endsAt = performance.now() + options.rowMs
  while (sums.ours.times.length < options.samples && (performance.now() < endsAt || sums.ours.times.length === 0)) {
    add(sums.ours, await block(ours, Math.min(callsAtOnce, options.samples), counter))
    if (floor) add(sums.floor, await block(floor, Math.min(callsAtOnce, options.samples), counter))
  }
  const rateMs = plan.colleagues ? Math.min(2_000, options.rowMs / 4) : 0
  const [rps16 = null, floorRps16 = null] = rateMs ? await rates(sides, rateMs, counter) : []
  const cost: Cost = { ...costOf(sums.ours), rps16, statements }
  const base = floor && { ...costOf(sums.floor), rps16: floorRps16 }
  return {
    ...{ group: plan.group, name: plan.name, tickets: desk.data.tickets, status: counter.status, ours: cost },
    floor: base && { cpuMs: base.cpuMs, p50: base.p50, rps16: base.rps16 },
    ratio: ratioOf(cost.cpuMs, base?.cpuMs),
  }
}

/** A server that has run for a while: its code is compiled, and its statements are planned on all connections. */
async function warmUp(side: Side, { warmUps, rowMs }: Options, counter: Counter): Promise<void> {
  const endsAt = performance.now() + rowMs / 4
  for (let left = warmUps; left > 0 && performance.now() < endsAt; left -= 1) await run(side, 1, counter)
}

const empty = (): Sum => ({ program: 0, db: 0, worker: 0, times: [] })

async function run({ url, call }: Side, count: number, counter: Counter, caller?: Caller): Promise<number[]> {
  const times: number[] = []
  for (let left = count; left > 0; left -= 1) {
    counter.at += 1
    const answer = await send(url, call(counter.at, caller))
    counter.status = Math.max(counter.status, answer.status)
    times.push(answer.ms)
  }
  return times
}

async function block(side: Side, count: number, counter: Counter): Promise<Sum> {
  const before = side.desk.spent()
  const times = await run(side, count, counter)
  const after = side.desk.spent()
  const passed = (part: keyof Spent) => after[part] - before[part]
  return { program: passed(side.program), db: passed('db'), worker: passed('worker'), times }
}

function add(sum: Sum, more: Sum): void {
  for (const part of ['program', 'db', 'worker'] as const) sum[part] += more[part]
  sum.times.push(...more.times)
}

function costOf({ program, db, worker, times }: Sum): Omit<Cost, 'rps16' | 'statements'> {
  const each = (value: number) => rounded(value / Math.max(1, times.length))
  return {
    ...{ cpuMs: each(program + db), web: each(program), db: each(db), worker: each(worker) },
    ...{ p50: rounded(percentile(times, 0.5)), p95: rounded(percentile(times, 0.95)) },
  }
}

/** Requests a second of each side. */
async function rates(sides: readonly Side[], ms: number, counter: Counter): Promise<number[]> {
  const sums = sides.map(side => ({ side, done: 0, ms: 0 }))
  for (let turn = 0; turn < turns; turn += 1) {
    for (const sum of sums) {
      const began = performance.now()
      sum.done += await carried(sum.side, began + ms / turns, counter)
      sum.ms += performance.now() - began
    }
  }
  return sums.map(sum => rounded((sum.done * 1_000) / sum.ms))
}

/** As many as 16 connections carry until then, each sending the next request when it has its answer. */
async function carried(side: Side, endsAt: number, counter: Counter): Promise<number> {
  let done = 0
  const carry = async (_: unknown, at: number) => {
    while (performance.now() < endsAt) {
      await run(side, 1, counter, side.colleagues[at % side.colleagues.length])
      done += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, carry))
  return done
}
