import { setTimeout as pause } from 'node:timers/promises'
import { type Caller, headersOf, type World } from './world.ts'

export type Served = { calls: number; p50Ms: number; p95Ms: number; failures: string[] }

/** Makes the usual calls of a customer and an agent, one after the other, until `hasEnded`. */
export async function callAsNormalUsers({ url, others }: World, hasEnded: () => boolean): Promise<Served> {
  const times: number[] = []
  const failures: string[] = []
  const day: [Caller, string, string?][] = [
    [others.agent, '/api/tickets?status=new,open&limit=50'],
    [others.customer, '/api/tickets'],
    [others.agent, '/api/views/counts'],
    [others.customer, '/api/tickets', JSON.stringify({ title: 'Once more', message: 'It is off again.' })],
    [others.customer, '/api/tickets?q=printer'],
    [others.agent, '/api/auth/me'],
  ]
  for (let at = 0; !hasEnded(); at = (at + 1) % day.length) {
    const [caller, path, body] = day[at] as (typeof day)[number]
    const began = performance.now()
    const method = body === undefined ? 'GET' : 'POST'
    const answer = await fetch(url + path, { method, headers: headersOf(caller), body: body ?? null }).catch(String)
    const status = typeof answer === 'string' ? answer : answer.status
    if (typeof answer !== 'string') await answer.arrayBuffer()
    times.push(performance.now() - began)
    if (status !== 200 && status !== 201) failures.push(`${method} ${path.slice(0, 40)}: ${status}`)
    await pause(10)
  }
  const sorted = times.sort((a, b) => a - b)
  const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
  return { calls: times.length, p50Ms: share(0.5), p95Ms: share(0.95), failures }
}
