import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import type { Caller } from './people.ts'

/** Open streams of live hints, and what came over them. */
export type Streams = {
  /** How many are open. */
  count(): number
  /** How many ended or were refused, though nobody closed them. */
  lost(): number
  /** Starts to note when each stream gets its next hint. */
  expect(): { times(): number[] }
  close(): void
}

const atOnce = 50

/** Opens a stream for each caller, and returns when the desk has answered all of them. */
export async function openStreams({ url }: Desk, callers: readonly Caller[]): Promise<Streams> {
  const open = new Set<{ destroy(): void }>()
  let [lost, isClosing] = [0, false]
  let heard: (at: number, time: number) => void = () => {}
  const listen = ({ cookie }: Caller, at: number) =>
    new Promise<void>(resolve => {
      const headers = { cookie, accept: 'text/event-stream' }
      const asked = request(`${url}/trpc/live.hints?input=${encodeURIComponent('{}')}`, { headers, agent: false })
      const end = () => {
        if (open.delete(asked) && !isClosing) lost += 1
        resolve()
      }
      open.add(asked)
      asked.once('error', end).once('close', end)
      asked.once('response', answer => {
        if (answer.statusCode !== 200) asked.destroy()
        answer.on('data', chunk => {
          const text = String(chunk)
          if (text.includes('connected')) resolve()
          if (text.includes('"eventId"')) heard(at, performance.now())
        })
      })
      asked.end()
    })
  for (let at = 0; at < callers.length; at += atOnce) {
    await Promise.all(callers.slice(at, at + atOnce).map((caller, offset) => listen(caller, at + offset)))
  }
  return {
    count: () => open.size,
    lost: () => lost,
    expect() {
      const times = new Map<number, number>()
      heard = (at, time) => times.has(at) || times.set(at, time)
      return { times: () => [...times.values()] }
    },
    close() {
      isClosing = true
      for (const asked of open) asked.destroy()
    },
  }
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
