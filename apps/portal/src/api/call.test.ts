import { afterEach, beforeEach, expect, it } from 'vitest'
import { ask, tell } from './call.ts'
import { failureOf } from './error-code.ts'

const real = globalThis.fetch
const asked: { method: string; url: string; body: string }[] = []
let answer: { status: number; body: string } | null = null

// Only a page has an address of its own for `/trpc` to start from.
const line: typeof fetch = async (url, init) => {
  asked.push({ method: init?.method ?? 'GET', url: decodeURIComponent(String(url)), body: String(init?.body ?? '') })
  if (!answer) throw new TypeError('fetch failed')
  return new Response(answer.body, { status: answer.status })
}
beforeEach(() => {
  asked.length = 0
  globalThis.fetch = line
})
afterEach(() => {
  globalThis.fetch = real
})

const says = (status: number, body: unknown) => {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    error => failureOf(error).code,
  )

it('asks what is asked in one moment in one request, and gives each its own answer', async () => {
  const desk = { code: 'not_found', params: { noun: 'ticket' } }
  says(207, [{ result: { data: null } }, { error: { data: { httpStatus: 404, desk } } }])
  const [me, ticket] = await Promise.allSettled([ask('auth.me', undefined), ask('tickets.get', { ticketId: 7 })])
  expect(asked).toEqual([
    { method: 'GET', url: '/trpc/auth.me,tickets.get?batch=1&input={"1":{"ticketId":7}}', body: '' },
  ])
  expect(me).toEqual({ status: 'fulfilled', value: null })
  expect(ticket.status === 'rejected' && failureOf(ticket.reason)).toEqual(desk)
})

it('tells what changes at once', async () => {
  says(200, { result: { data: { id: 'x' } } })
  expect(await tell('auth.login', { email: 'a@b.example', password: 'x' })).toEqual({ id: 'x' })
  expect(asked[0]).toMatchObject({ method: 'POST', url: '/trpc/auth.login' })
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ email: 'a@b.example', password: 'x' })
})

it('tells a broken line from an answer without a code', async () => {
  says(502, '<h1>Bad gateway</h1>')
  expect(await codeOf(ask('auth.me', undefined))).toBe('unavailable')
  says(413, { error: { data: { httpStatus: 413 } } })
  expect(await codeOf(tell('auth.logout', undefined))).toBe('too_large')
  answer = null
  expect(await codeOf(ask('auth.me', undefined))).toBe('offline')
})
