import type { Desk } from './desk.ts'
import type { Facts } from './facts.ts'
import { mutation, sendWell } from './http.ts'
import type { Options } from './options.ts'
import { openListeners, type People } from './people.ts'
import type { Figure } from './result.ts'
import { percentile, rounded } from './statistics.ts'
import { fanOut, openStreams } from './streams.ts'

const events = 20

/** Changes as they reach open screens: one of them, then many, then very many that open at once. */
export async function measureLive(desk: Desk, people: People, facts: Facts, options: Options): Promise<Figure[]> {
  const { streams, connects } = options
  return [
    ...(await measureEvents(desk, people, facts, { count: 1, options })),
    ...(await measureEvents(desk, people, facts, { count: streams, options })),
    ...(await measureConnects(desk, people, connects)),
  ]
}

function webAndDatabase(desk: Desk): number {
  const { web, db } = desk.spent()
  return web + db
}

async function measureEvents(
  desk: Desk,
  people: People,
  { ofEverybody }: Facts,
  { count, options }: { count: number; options: Options },
): Promise<Figure[]> {
  const streams = await openStreams(desk, await openListeners(desk.data, people, count))
  const times: number[] = []
  let cpu = 0
  const rounds = Math.min(events, options.samples)
  for (let at = 0; at < rounds; at += 1) {
    const before = webAndDatabase(desk)
    const call = mutation(people.admin, 'messages.addNote', { ticketId: ofEverybody, text: `Seen by ${count} (${at})` })
    times.push(...(await fanOut(streams, () => sendWell(desk.url, call))))
    cpu += webAndDatabase(desk) - before
  }
  const open = streams.count()
  streams.close()
  const figure = (name: string, value: number, unit: string): Figure => ({
    ...{ group: 'live', name: `${count} ${count === 1 ? 'stream' : 'streams'}, ${name}`, tickets: desk.data.tickets },
    ...{ value: rounded(value), unit },
  })
  return [
    figure('CPU of an event with its note', cpu / rounds, 'CPU-ms'),
    figure('p50 from the call to the screen', percentile(times, 0.5), 'ms'),
    figure('p95 from the call to the screen', percentile(times, 0.95), 'ms'),
    figure('hints that came', (100 * times.length) / (rounds * Math.max(1, count)), '%'),
    figure('still open', open, 'streams'),
  ]
}

async function measureConnects(desk: Desk, people: People, connects: number): Promise<Figure[]> {
  const listeners = await openListeners(desk.data, people, connects)
  const before = webAndDatabase(desk)
  const began = performance.now()
  const streams = await openStreams(desk, listeners)
  const seconds = (performance.now() - began) / 1_000
  const cpu = webAndDatabase(desk) - before
  const [open, refused, lost] = [streams.count(), streams.refused(), streams.lost()]
  streams.close()
  const figure = (name: string, value: number, unit: string): Figure => ({
    ...{
      group: 'live',
      name: `${connects} connects, ${name}`,
      tickets: desk.data.tickets,
      value: rounded(value),
      unit,
    },
  })
  return [
    figure('CPU of each', cpu / connects, 'CPU-ms'),
    figure('until the last one', seconds, 's'),
    figure('open at once', open, 'streams'),
    figure('refused, and tried again', refused, 'times'),
    figure('lost', lost, 'streams'),
  ]
}
