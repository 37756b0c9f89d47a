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

const warmUps = 3
const callsAtOnce = 5
const connections = 16

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
  for (const side of [ours, floor]) if (side) await run(side, Math.min(warmUps, options.samples), counter)
  const sums = { ours: empty(), floor: empty() }
  const endsAt = performance.now() + options.rowMs
  while (sums.ours.times.length < options.samples && (performance.now() < endsAt || sums.ours.times.length === 0)) {
    add(sums.ours, await block(ours, Math.min(callsAtOnce, options.samples), counter))
    if (floor) add(sums.floor, await block(floor, Math.min(callsAtOnce, options.samples), counter))
  }
  const rateMs = plan.colleagues ? Math.min(2_000, options.rowMs / 4) : 0
  const cost: Cost = { ...costOf(sums.ours), rps16: rateMs ? await rate(ours, rateMs, counter) : null, statements }
  const base = floor && { ...costOf(sums.floor), rps16: rateMs ? await rate(floor, rateMs, counter) : null }
  return {
    ...{ group: plan.group, name: plan.name, tickets: desk.data.tickets, status: counter.status, ours: cost },
    floor: base && { cpuMs: base.cpuMs, p50: base.p50, rps16: base.rps16 },
    ratio: ratioOf(cost.cpuMs, base?.cpuMs),
  }
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

/** As many as 16 connections carry, each sending the next request when it has its answer. */
async function rate(side: Side, ms: number, counter: Counter): Promise<number> {
  const endsAt = performance.now() + ms
  let done = 0
  const began = performance.now()
  const carry = async (_: unknown, at: number) => {
    while (performance.now() < endsAt) {
      await run(side, 1, counter, side.colleagues[at % side.colleagues.length])
      done += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, carry))
  return rounded((done * 1_000) / (performance.now() - began))
}
