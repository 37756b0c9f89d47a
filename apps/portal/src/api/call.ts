import type { AppRouter } from '@gotrs/server/router'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { codeOfStatus, type Failure, FailureError } from './error-code.ts'

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>

/** A procedure of the desk, such as `tickets.get`. */
export type Path = { [Noun in keyof Inputs & string]: `${Noun}.${keyof Inputs[Noun] & string}` }[keyof Inputs & string]
export type Input<P extends Path> = At<Inputs, P>
export type Output<P extends Path> = At<Outputs, P>
type At<Nouns, P> = P extends `${infer Noun}.${infer Verb}`
  ? Noun extends keyof Nouns
    ? Verb extends keyof Nouns[Noun]
      ? Nouns[Noun][Verb]
      : never
    : never
  : never

/** A line that says nothing for so long is broken. */
const timeoutMs = 60_000
/** The server takes no more in one request. */
const mostAtOnce = 10

/** Reads. What is asked in the same moment goes in one request: https://trpc.io/docs/rpc */
export function ask<P extends Path>(path: P, input: Input<P>): Promise<Output<P>> {
  return new Promise<unknown>((resolve, reject) => {
    if (waiting.length === 0) setTimeout(askAll)
    waiting.push({ path, input, resolve, reject })
  }) as Promise<Output<P>>
}

/** Changes something. @throws FailureError, as `ask` */
export async function tell<P extends Path>(path: P, input: Input<P>): Promise<Output<P>> {
  const { status, body } = await request(`/trpc/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(input ?? {}),
  })
  return dataOf(body, status) as Output<P>
}

type Question = { path: string; input: unknown; resolve(data: unknown): void; reject(error: unknown): void }
let waiting: Question[] = []

function askAll() {
  const all = waiting
  waiting = []
  for (let first = 0; first < all.length; first += mostAtOnce) void askTogether(all.slice(first, first + mostAtOnce))
}

async function askTogether(questions: Question[]): Promise<void> {
  try {
    const inputs = Object.fromEntries(questions.map(({ input }, at) => [at, input]))
    const paths = questions.map(it => it.path).join(',')
    const { status, body } = await request(`/trpc/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`)
    for (const [at, question] of questions.entries()) settle(question, Array.isArray(body) ? body[at] : body, status)
  } catch (error) {
    for (const { reject } of questions) reject(error)
  }
}

function settle({ resolve, reject }: Question, answer: unknown, status: number) {
  try {
    resolve(dataOf(answer, status))
  } catch (error) {
    reject(error)
  }
}

async function request(url: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetch(url, { ...init, signal }).catch(offline)
  // No answer of the desk's own, but of a proxy in between, or one that was cut off.
  return { status: response.status, body: await response.json().catch(() => null) }
}

function offline(): never {
  throw new FailureError({ code: 'offline', params: {} })
}

type Envelope = {
  result?: { data?: unknown }
  error?: { data?: { desk?: Failure | null; httpStatus?: number } | null }
} | null

function dataOf(answer: unknown, status: number): unknown {
  const envelope = answer as Envelope
  if (envelope?.result) return envelope.result.data
  const error = envelope?.error?.data
  throw new FailureError(error?.desk ?? { code: codeOfStatus(error?.httpStatus ?? status), params: {} })
}
