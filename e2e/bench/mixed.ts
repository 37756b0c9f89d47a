import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import type { Facts } from './facts.ts'
import { type Call, mutation, query, send } from './http.ts'
import { sendMails } from './mail.ts'
import type { Options } from './options.ts'
import { type Caller, openAgents, openListeners, openVisitors, type People } from './people.ts'
import type { Figure } from './result.ts'
import { percentile, rounded } from './statistics.ts'
import { openStreams } from './streams.ts'

/** A busy hour: what so many people do in a second. An agent acts every ten seconds, a visitor every thirty. */
const agents = { people: 300, everySeconds: 10 }
const visitors = { people: 1_000, everySeconds: 30 }
const mailsPerSecond = 5
/** Of that hour; the knee is the largest at which nothing fails and p95 stays below the limit. */
const loads = [0.25, 0.5, 1, 2, 4]
const limitMs = 500

type Step = { load: number; times: number[]; errors: number; lost: number }

/** Requests come at their times whether or not the desk has answered the ones before: more and more of them, to the knee. */
export async function measureMixed(desk: Desk, people: People, facts: Facts, options: Options): Promise<Figure[]> {
  const everybody = {
    ...{ ...people, visitors: await openVisitors(desk.data, visitors.people) },
    agents: await openAgents(desk.data, 'agent', { count: agents.people, like: people.agent }),
  }
  const streams = await openStreams(desk, await openListeners(desk.data, people, options.streams))
  const steps: Step[] = []
  for (const load of loads) {
    const lostBefore = streams.lost()
    const step = await play(desk, { everybody, facts, load, ms: options.mixedStepMs })
    steps.push({ ...step, lost: streams.lost() - lostBefore })
    if (!isGood(step)) break
  }
  streams.close()
  return steps.flatMap(step => figuresOf(desk, step)).concat(figure(desk, 'the knee', kneeOf(steps), '× a busy hour'))
}

const isGood = ({ times, errors }: Pick<Step, 'times' | 'errors'>) => errors === 0 && percentile(times, 0.95) <= limitMs

const kneeOf = (steps: Step[]): number => steps.findLast(isGood)?.load ?? 0

const figure = ({ data }: Desk, name: string, value: number, unit: string): Figure => ({
  ...{ group: 'mixed', name, tickets: data.tickets, value: rounded(value), unit },
})

const figuresOf = (desk: Desk, { load, times, errors, lost }: Step): Figure[] => [
  figure(desk, `${load} × a busy hour, p50`, percentile(times, 0.5), 'ms'),
  figure(desk, `${load} × a busy hour, p95`, percentile(times, 0.95), 'ms'),
  figure(desk, `${load} × a busy hour, p99`, percentile(times, 0.99), 'ms'),
  figure(desk, `${load} × a busy hour, errors`, errors, `of ${times.length + errors}`),
  figure(desk, `${load} × a busy hour, streams lost`, lost, 'streams'),
]

type Everybody = People & { agents: Caller[]; visitors: Caller[] }
type Play = { everybody: Everybody; facts: Facts; load: number; ms: number }

async function play(desk: Desk, { everybody, facts, load, ms }: Play): Promise<Omit<Step, 'lost'>> {
  const times: number[] = []
  let errors = 0
  const running: Promise<void>[] = []
  const begin = async (call: Call) => {
    const answer = await send(desk.url, call).catch(() => null)
    if (answer && answer.status < 300) times.push(answer.ms)
    else errors += 1
  }
  const perSecond = (agents.people / agents.everySeconds + visitors.people / visitors.everySeconds) * load
  const gap = 1_000 / perSecond
  const began = performance.now()
  const everyMs = 1_000 / (mailsPerSecond * load)
  const mails = sendMails(desk, facts, Math.ceil(ms / everyMs), everyMs)
  for (let at = 0; at * gap < ms; at += 1) {
    const wait = began + at * gap - performance.now()
    if (wait > 0) await pause(wait)
    running.push(begin(at % 2 === 0 ? agentCall(everybody, facts, at / 2) : visitorCall(everybody, at)))
  }
  await Promise.all(running)
  await mails
  return { load, times, errors }
}

/** Of ten acts of an agent: three lists, four tickets, two looks at the sidebar, one answer or note. */
function agentCall({ agents: all, agent: first }: Everybody, { readable, writable }: Facts, at: number): Call {
  const agent = all[at % all.length] ?? first
  const act = at % 10
  const ticketId = readable[at % readable.length]?.number
  const mine = writable[at % writable.length]?.number
  if (act < 3) return query(agent, ['tickets.list', { q: 'is:open', limit: 50 }])
  if (act < 7) return query(agent, ['tickets.get', { ticketId }])
  if (act < 9) return query(agent, ['views.counts'])
  if (at % 20 < 10)
    return mutation(agent, 'messages.addNote', { ticketId: mine, text: `A note of the busy hour, ${at}` })
  return mutation(agent, 'messages.reply', {
    ticketId: mine,
    version: 'any',
    text: `An answer of the busy hour, ${at}`,
  })
}

const visitorCall = ({ visitors: all, rare }: Everybody, at: number): Call =>
  query(all[at % all.length] ?? rare, ['tickets.list', { limit: 20 }])
