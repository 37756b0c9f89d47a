import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type Attack, attacks } from './attacks.ts'
import { type Caller, headersOf } from './world.ts'

/** The attackers run in a thread of their own, so that they do not delay the measured calls. */
export type AttackOptions = {
  url: string
  names: string[]
  crowd: { anonymous: Caller[]; customers: Caller[]; agents: Caller[] }
  milliseconds: number
}

const { url, names, crowd, milliseconds } = workerData as AttackOptions
const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
const until = performance.now() + milliseconds
// Abandons calls without a response a second after the end.
const graceMs = 1_000
const ending = new AbortController()
setTimeout(() => ending.abort(), milliseconds + graceMs)
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

/** The status of the response. `readMs`: closes a response that never ends after this time. */
function send(caller: Caller, { method, path, body }: Attack['call'], readMs?: number): Promise<number | string> {
  return new Promise(resolve => {
    const options = { method, agent, headers: headersOf(caller), signal: ending.signal }
    const outgoing = request(url + path, options, incoming => {
      incoming.resume()
      const done = () => resolve(incoming.statusCode ?? 0)
      incoming.once('close', done)
      if (readMs !== undefined) void pause(readMs).then(() => outgoing.destroy())
    })
    // A server that rejects a body closes the connection.
    outgoing.on('error', () => resolve(ending.signal.aborted ? 'left' : 'closed'))
    outgoing.end(body)
  })
}
