import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type Attack, attacks } from './attacks.ts'
import { type Caller, headersOf } from './world.ts'

/** In a thread of its own, so that those who are measured do not wait for those who attack. */
export type Orders = {
  url: string
  names: string[]
  crowd: { anonymous: Caller[]; customers: Caller[]; agents: Caller[] }
  milliseconds: number
}

const { url, names, crowd, milliseconds } = workerData as Orders
const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
const until = performance.now() + milliseconds
// What is not answered soon after is left, as somebody who attacks would.
const patienceMs = 1_000
const leaving = new AbortController()
setTimeout(() => leaving.abort(), milliseconds + patienceMs)
const answers: Record<string, number> = {}
const note = (status: number | string) => {
  answers[status] = (answers[status] ?? 0) + 1
}

const chosen = attacks.filter(({ name }) => names.includes(name))
await Promise.all(chosen.flatMap(attack => attack.callersOf(crowd).map(caller => attackBy(caller, attack))))
agent.destroy()
parentPort?.postMessage(answers)

async function attackBy(caller: Caller, { call, streams = 0 }: Attack): Promise<void> {
  while (performance.now() < until) {
    if (streams === 0) note(await send(caller, call))
    else await Promise.all(Array.from({ length: streams }, async () => note(await send(caller, call, 500))))
  }
}

/** The status of the answer. With `readMs` the answer never ends by itself: it is left after that time. */
function send(caller: Caller, { method, path, body }: Attack['call'], readMs?: number): Promise<number | string> {
  return new Promise(resolve => {
    const options = { method, agent, headers: headersOf(caller), signal: leaving.signal }
    const outgoing = request(url + path, options, incoming => {
      incoming.resume()
      const done = () => resolve(incoming.statusCode ?? 0)
      incoming.once('close', done)
      if (readMs !== undefined) void pause(readMs).then(() => outgoing.destroy())
    })
    // A server that refuses a body closes the line under it.
    outgoing.on('error', () => resolve(leaving.signal.aborted ? 'left' : 'closed'))
    outgoing.end(body)
  })
}
