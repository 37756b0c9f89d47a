import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { resolverOf, txt } from '@gotrs/mail/testing/authentication/zone'
import { afterEach, describe, expect, it } from 'vitest'
import { boundedResolver } from './bounded-resolver.ts'
import { systemResolver } from './system-resolver.ts'

let socket: Socket | null = null
afterEach(() => {
  socket?.close()
  socket = null
})

/** A real DNS server on UDP: it answers each question with its TXT record, or with nothing at all. */
async function dnsServer(record: string | null): Promise<string> {
  socket = createSocket('udp4', (question, { port, address }) => {
    if (record === null) return
    const text = Buffer.from(record)
    const head = Buffer.from([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
    const answer = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, 0, text.length + 1, text.length])
    const name = question.subarray(12, question.indexOf(0, 12) + 5)
    socket?.send(Buffer.concat([question.subarray(0, 2), head, name, answer, text]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return `127.0.0.1:${socket.address().port}`
}

describe('DNS over the network', () => {
  it('returns the records of a server', async () => {
    const resolve = systemResolver({ servers: [await dnsServer('v=spf1 -all')] })
    expect(await resolve('acme.com', 'TXT')).toEqual([['v=spf1 -all']])
  })

  it('does not query names that are reserved for documentation and tests', async () => {
    const resolve = systemResolver({ servers: [await dnsServer('v=spf1 -all')] })
    for (const name of ['example', 'acme.example', 'a.b.TEST.', 'x.invalid', 'localhost']) {
      await expect(resolve(name, 'TXT'), name).rejects.toMatchObject({ code: 'ENOTFOUND' })
    }
  })

  it('times out if a server does not answer', async () => {
    const resolve = systemResolver({ servers: [await dnsServer(null)], timeoutMs: 50, tries: 1 })
    await expect(resolve('acme.com', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
  })
})

describe('the resolver of a mail', () => {
  const closing = async <T>(dns: { close(): void }, answer: Promise<T>) => answer.finally(() => dns.close())

  it('sends each query once', async () => {
    const zone = resolverOf({ 'acme.example': txt('one') })
    const dns = boundedResolver(zone, 1_000)
    await Promise.all([dns.resolve('acme.example', 'TXT'), dns.resolve('ACME.example', 'TXT')])
    await closing(dns, dns.resolve('acme.example', 'TXT'))
    expect(zone.queries).toHaveLength(1)
  })

  it('waits for no answer beyond its deadline, also for later queries', async () => {
    const dns = boundedResolver(() => new Promise(() => undefined), 30)
    await expect(dns.resolve('acme.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
    await setTimeout(5)
    await expect(dns.resolve('b.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
  })

  it('stops after 150 queries', async () => {
    const zone = resolverOf({})
    const dns = boundedResolver(zone, 1_000)
    const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, at) => dns.resolve(`${at}.example`, 'A')))
    dns.close()
    expect(zone.queries).toHaveLength(150)
    expect(answers.at(-1)).toMatchObject({ reason: { code: 'ETIMEOUT' } })
  })

  it.each(['a..example', `${'a'.repeat(64)}.example`, `${'a.'.repeat(127)}example`])(
    'answers that %s does not exist, so that a name cannot fake a DNS failure',
    async name => {
      const zone = resolverOf({})
      const dns = boundedResolver(zone, 1_000)
      await expect(closing(dns, dns.resolve(name, 'TXT'))).rejects.toMatchObject({ code: 'ENOTFOUND' })
      expect(zone.queries).toEqual([])
    },
  )

  it('reads no record that is larger than any key, and no more than 100', async () => {
    const dns = boundedResolver(resolverOf({ 'a.example': txt('x'.repeat(9_000), ...Array(200).fill('y')) }), 1_000)
    const rows = await closing(dns, dns.resolve('a.example', 'TXT'))
    expect(rows).toHaveLength(99)
  })

  it('treats an error without a code, and an answer that is not a list, as a failure', async () => {
    const thrown = boundedResolver(async () => Promise.reject('no'), 1_000)
    await expect(closing(thrown, thrown.resolve('a.example', 'A'))).rejects.toMatchObject({ code: 'ESERVFAIL' })
    const odd = boundedResolver(async () => ({}), 1_000)
    await expect(closing(odd, odd.resolve('a.example', 'A'))).rejects.toMatchObject({ code: 'ENODATA' })
  })
})
