import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@gotrs/client/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { until } from '../setup/wait.ts'

describe('stop, kill and restart', () => {
  let product: Product

  beforeAll(async () => {
    product = await startDemoProduct()
  })
  afterAll(() => product?.remove())

  it('stops on SIGTERM without leaving a process', async () => {
    expect(processesOf(product).length).toBeGreaterThan(3)
    expect(await product.stop()).toBe(0)
    expect(processesOf(product)).toEqual([])
  })

  it('restarts with its data, and does not seed again', async () => {
    const before = await restartAndCount(product)
    await product.stop()
    expect(await restartAndCount(product)).toBe(before)
    expect(before).toBeGreaterThan(40)
  })

  it('recovers after all processes are killed at once', async () => {
    const before = await countTickets(product)
    await sendMail(product.smtpPort, mail('before the crash'))
    for (const pid of processesOf(product)) kill(pid)
    await until('all processes to be gone', async () => processesOf(product).length === 0)
    await product.restart()
    await until('the mail from before the crash', async () => (await countTickets(product)) === before + 1)
  })

  it('stores each of 200 mails in exactly one message while the mail-worker is killed five times', async () => {
    const tokens = Array.from({ length: 200 }, (_, at) => `token-${process.pid}-${at}-end`)
    let killed = 0
    const sending = tokens.map((token, at) => deliverInTheEnd(product, token, at))
    for (; killed < 5; killed += 1) {
      await pause(700)
      for (const pid of mailWorkersOf(product)) kill(pid)
    }
    await Promise.all(sending)
    const client = await logIn(product)
    const numbersOf = async (token: string) =>
      (await client.tickets.list.query({ q: `"${token}"`, sort: 'newest' })).items.map(ticket => ticket.number)
    for (const token of tokens) {
      const found = await until(`the ticket of ${token}`, async () => {
        const numbers = await numbersOf(token)
        return numbers.length > 0 && numbers
      })
      expect(found, token).toHaveLength(1)
    }
    expect(killed).toBe(5)
    expect(product.output()).toMatch(/mail-worker/)
  }, 240_000)
})

const mail = (token: string) => ({
  from: `Correspondent <${token.replace(/\W+/g, '-')}@mail.example>`,
  to: 'support@gotrs.example',
  subject: `A question, ${token}`,
  text: `It is about ${token}.`,
  messageId: `<${token.replace(/\W+/g, '-')}@mail.example>`,
})

/** Retries the same mail like a mail server until the reply is 250. */
async function deliverInTheEnd(product: Product, token: string, at: number): Promise<void> {
  await pause(at * 20)
  const date = new Date()
  await until(
    `a 250 for ${token}`,
    () =>
      sendMail(product.smtpPort, { ...mail(token), date }).then(
        () => true,
        () => false,
      ),
    120,
  )
}

/** Sessions survive restarts; a login for each check would reach the login limit. */
const cookies = new Map<Product, string>()

async function logIn(product: Product) {
  const cookie = cookies.get(product) ?? (await sessionCookie(product))
  cookies.set(product, cookie)
  const withCookie: typeof fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } })
  return createClient({ url: product.url, fetch: withCookie })
}

async function sessionCookie(product: Product): Promise<string> {
  const response = await fetch(`${product.url}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: product.url },
    body: JSON.stringify({ email: 'admin@gotrs.example', password: demoPassword }),
  })
  return response.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
}

async function countTickets(product: Product): Promise<number> {
  const client = await logIn(product)
  let count = 0
  let cursor: string | undefined
  do {
    const page = await client.tickets.list.query({ sort: 'newest', limit: 100, cursor })
    count += page.items.length
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return count
}

async function restartAndCount(product: Product): Promise<number> {
  await product.restart()
  return countTickets(product)
}

/** On Linux: every process whose environment or arguments name the data folder. */
function processesOf(product: Product): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => pid !== process.pid && mentions(pid, product.dataDir))
}

const mailWorkersOf = (product: Product) =>
  processesOf(product).filter(pid => readProc(pid, 'cmdline').includes('mail-worker'))

const mentions = (pid: number, text: string) =>
  (readProc(pid, 'environ').includes(`DATA_DIR=${text}`) || readProc(pid, 'cmdline').includes(text)) &&
  !readProc(pid, 'stat').includes(') Z ')

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
