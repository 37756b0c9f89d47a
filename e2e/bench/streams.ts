import { type ClientRequest, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import type { Caller } from './people.ts'

/** Open streams of live hints, and what came over them. */
export type Streams = {
  /** How many are open. */
  count(): number
  /** How many times the desk refused to open one. */
  refused(): number
  /** How many ended though nobody closed them. */
  lost(): number
  /** Starts to note when each stream gets its next hint. */
  expect(): { times(): number[] }
  close(): void
}

const atOnce = 50
/** The type of the event that is measured. */
const announced = '"note.added"'
/** As a browser tries again, and for how long. */
const retryMs = 1_000
const openingMs = 60_000

/** Opens a stream for each caller, and returns when the desk has opened all of them, or has refused some for a minute. */
export async function openStreams({ url }: Desk, callers: readonly Caller[]): Promise<Streams> {
  const open = new Set<ClientRequest>()
  const counts = { refused: 0, lost: 0 }
  const state: State = { url, open, counts, isClosing: false, heard: () => {} }
  const endsAt = performance.now() + openingMs
  for (let at = 0; at < callers.length; at += atOnce) {
    const some = callers.slice(at, at + atOnce)
    await Promise.all(some.map((caller, offset) => openPatiently(state, caller, at + offset, endsAt)))
  }
  return {
    count: () => open.size,
    refused: () => counts.refused,
    lost: () => counts.lost,
    expect() {
      const times = new Map<number, number>()
      state.heard = (at, time) => times.has(at) || times.set(at, time)
      return { times: () => [...times.values()] }
    },
    close() {
      state.isClosing = true
      for (const asked of open) asked.destroy()
    },
  }
}

type State = {
  url: string
  open: Set<ClientRequest>
  counts: { refused: number; lost: number }
  isClosing: boolean
  heard(at: number, time: number): void
}

async function openPatiently(state: State, caller: Caller, at: number, endsAt: number): Promise<void> {
  while (!(await openOne(state, caller, at))) {
    state.counts.refused += 1
    if (performance.now() > endsAt) return
    await pause(retryMs)
  }
}

/** True once the desk says that it is connected; false where it refuses or hangs up before. */
function openOne(state: State, { cookie }: Caller, at: number): Promise<boolean> {
  const { url, open, counts } = state
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const headers = { cookie, accept: 'text/event-stream' }
  const asked = request(`${url}/trpc/live.hints?input=${encodeURIComponent('{}')}`, { headers, agent: false })
  const end = () => {
    if (open.delete(asked) && !state.isClosing) counts.lost += 1
    resolve(false)
  }
  asked.once('error', end).once('close', end)
  asked.once('response', answer => {
    if (answer.statusCode !== 200) asked.destroy()
    answer.on('data', chunk => {
      const text = String(chunk)
      if (text.includes('connected')) resolve(Boolean(open.add(asked)))
      // Other things happen meanwhile: mails of earlier measurements leave.
      if (text.includes(announced)) state.heard(at, performance.now())
    })
  })
  asked.end()
  return promise
}

const patienceMs = 10_000

/** When each stream got the hint, in milliseconds after `act` began. */
export async function fanOut(streams: Streams, act: () => Promise<unknown>): Promise<number[]> {
  const expected = streams.expect()
  const began = performance.now()
  await act()
  while (expected.times().length < streams.count() && performance.now() - began < patienceMs) await pause(5)
  return expected.times().map(time => time - began)
}
