import type { Caller, World } from './world.ts'

type Call = { method: 'GET' | 'POST'; path: string; body?: string }

/** One expensive call, repeated as soon as it is answered. */
export type Attack = {
  name: string
  callersOf(world: Pick<World, 'anonymous' | 'customers' | 'agents'>): Caller[]
  call: Call
  /** The number of streams that each caller opens, reads for a moment, closes, and opens again. */
  streams?: number
}

const query = (name: string, input: unknown): Call => ({
  method: 'GET',
  path: `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`,
})
const search = (q: string) => query('tickets.list', { q })
const batch = (inputs: unknown[]): Call => ({
  method: 'GET',
  path: `/trpc/${inputs.map(() => 'tickets.list').join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify({ ...inputs }))}`,
})
const post = (path: string, body: string): Call => ({ method: 'POST', path, body })

const ones = (bytes: number) => `[${'1,'.repeat(bytes / 2)}1]`
const letters = 'abcdefghijklmnopqrstuvwxyz0123456'
const html = JSON.stringify('<p style="color:red">a</p>'.repeat(24_900))
const absent = '-absent -missing -nowhere -nothing -unheard'

const anonymous: Attack['callersOf'] = world => world.anonymous
const customers: Attack['callersOf'] = world => world.customers
const agents: Attack['callersOf'] = world => world.agents
const people: Attack['callersOf'] = world => [...world.customers, ...world.agents]

export const attacks: Attack[] = [
  { name: 'anonymous: 2 MB of [1,1,…]', callersOf: anonymous, call: post('/trpc/auth.login', ones(2_000_000)) },
  {
    name: 'anonymous: 64 kB of text',
    callersOf: anonymous,
    call: post('/trpc/auth.login', JSON.stringify({ email: 'x'.repeat(60_000), password: 'x' })),
  },
  {
    name: 'anonymous: wrong passwords',
    callersOf: anonymous,
    call: post('/trpc/auth.login', JSON.stringify({ email: 'lone-agent@people.example', password: 'not this one' })),
  },
  {
    name: 'customers: 33 negated letters',
    callersOf: customers,
    call: search([...letters].map(it => `-${it}`).join(' ')),
  },
  { name: 'customers: 5 negated words', callersOf: customers, call: search(absent) },
  { name: 'customers: 20 searches a batch', callersOf: customers, call: batch(Array(20).fill({ q: absent })) },
  {
    name: 'customers: 2 MB of [1,1,…]',
    callersOf: customers,
    call: post('/trpc/tickets.create', `{"html":${ones(2_000_000)}}`),
  },
  {
    name: 'customers: 650 kB of HTML',
    callersOf: customers,
    call: post('/trpc/tickets.create', `{"title":"Long","html":${html}}`),
  },
  { name: 'agents: 5 negated words', callersOf: agents, call: search(absent) },
  { name: 'agents: 5 stop words', callersOf: agents, call: search('"so on" "at length" message filled about') },
  { name: 'agents: two Chinese characters', callersOf: agents, call: search('-故障') },
  { name: 'agents: 20 searches a batch', callersOf: agents, call: batch(Array(20).fill({ q: '-故障 message' })) },
  {
    name: 'agents: names in every row',
    callersOf: agents,
    call: search('-from:people -from:customer -assignee:agent -organisation:nothing'),
  },
  {
    name: 'streams: 30 each, opened again',
    callersOf: people,
    call: { method: 'GET', path: '/api/live' },
    streams: 30,
  },
]
