import { Agent, type IncomingMessage, request } from 'node:http'
import type { Caller } from './people.ts'

/** One request. `body` makes it a POST. */
export type Call = { caller: Caller; path: string; body?: unknown }

export type Answer = { status: number; text: string; ms: number }

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })

/** As a browser sends it, over a connection that stays open. */
export function send(url: string, { caller, path, body }: Call): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ cookie: caller.cookie, origin: url, 'sec-fetch-site': 'same-origin' },
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    }
    const asked = request(`${url}${path}`, { agent, method: text === undefined ? 'GET' : 'POST', headers }, answer => {
      textOf(answer).then(
        received => resolve({ status: answer.statusCode ?? 0, text: received, ms: performance.now() - began }),
        reject,
      )
    })
    asked.once('error', reject)
    asked.end(text)
  })
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** @throws Error with the answer unless it is a success */
export async function sendWell(url: string, call: Call): Promise<Answer> {
  const answer = await send(url, call)
  if (answer.status < 300) return answer
  throw new Error(`${call.path} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`)
}

/** Reading procedures of tRPC; several in one request, as the apps batch them. */
export const query = (caller: Caller, ...calls: [procedure: string, input?: object][]): Call => {
  const names = calls.map(([procedure]) => procedure).join(',')
  const inputs = Object.fromEntries(calls.map(([, input], at) => [at, input]))
  return { caller, path: `/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}` }
}

export const mutation = (caller: Caller, procedure: string, input: object): Call => ({
  caller,
  path: `/trpc/${procedure}`,
  body: input,
})
