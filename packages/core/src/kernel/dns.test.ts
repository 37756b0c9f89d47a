import type { Resolve } from '@gotrs/mail/authentication/bounded-resolver'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDns } from './dns.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const noSuchName = () => Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
const silence = new Promise<never>(() => {})

/** Names of `dead` never answer; every other name answers after `delayMs`; all are silent while `isDown`. */
function network(dead: readonly string[] = []) {
  const state = { isDown: false, delayMs: 20, asked: [] as string[] }
  const resolve: Resolve = async name => {
    state.asked.push(name)
    if (state.isDown || dead.some(it => name === it || name.endsWith(`.${it}`))) return silence
    await new Promise(answer => setTimeout(answer, state.delayMs))
    return [['v=DMARC1; p=reject']]
  }
  return Object.assign(state, { dns: createDns(resolve) })
}

/** The result of a query, and its duration in milliseconds. */
async function timed(question: Promise<unknown>) {
  const from = Date.now()
  const ended = question.then(
    () => ({ is: 'answered', after: Date.now() - from }),
    error => ({ is: error.code as string, after: Date.now() - from }),
  )
  await vi.advanceTimersByTimeAsync(10_000)
  return ended
}

describe('DNS', () => {
  it('answers for other domains while names of several domains do not answer', async () => {
    const { dns } = network(['dead.com', 'dead.org', 'dead.net'])
    for (const domain of ['dead.com', 'dead.org', 'dead.net']) {
      for (let at = 0; at < 6; at += 1)
        expect((await timed(dns.resolve(`_dmarc.${domain}`, 'TXT'))).is).toBe('ETIMEOUT')
    }
    expect(await timed(dns.resolve('_dmarc.victim.com', 'TXT'))).toEqual({ is: 'answered', after: 20 })
    expect(await timed(dns.isUnavailable().then(isUnavailable => expect(isUnavailable).toBe(false)))).toMatchObject({
      is: 'answered',
    })
  })

  it('uses a shorter timeout for every name of a domain that did not answer three times', async () => {
    const { dns } = network(['dead.com'])
    const waits: number[] = []
    for (let at = 0; at < 4; at += 1) waits.push((await timed(dns.resolve(`r${at}.dead.com`, 'TXT'))).after)
    expect(waits).toEqual([4_000, 4_000, 4_000, 1_000])
  })

  it('answers for other names of a domain that has a name without an answer', async () => {
    const { dns } = network(['lame.victim.com'])
    for (let at = 0; at < 6; at += 1) await timed(dns.resolve(`k${at}._domainkey.lame.victim.com`, 'TXT'))
    expect(await timed(dns.resolve('_dmarc.victim.com', 'TXT'))).toEqual({ is: 'answered', after: 20 })
    expect((await timed(dns.resolve('lame.victim.com', 'TXT'))).after).toBe(4_000)
  })

  it('uses the usual timeout again one minute after a domain did not answer', async () => {
    const { dns } = network(['dead.com'])
    for (let at = 0; at < 3; at += 1) await timed(dns.resolve('dead.com', 'TXT'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect((await timed(dns.resolve('dead.com', 'TXT'))).after).toBe(4_000)
  })

  it('is unavailable only when the fixed name has no answer either', async () => {
    const world = network()
    await timed(world.dns.resolve('_dmarc.victim.com', 'TXT'))
    world.isDown = true
    expect((await timed(world.dns.resolve('_dmarc.victim.com', 'TXT'))).is).toBe('ETIMEOUT')
    expect(await settled(world.dns.isUnavailable())).toBe(true)
    // The desk still sends each query, so one answer is enough to make DNS available again.
    expect(await timed(world.dns.resolve('_dmarc.other.com', 'TXT'))).toEqual({ is: 'ETIMEOUT', after: 1_000 })
    world.isDown = false
    expect(await timed(world.dns.resolve('_dmarc.victim.com', 'TXT'))).toEqual({ is: 'answered', after: 20 })
    expect(await settled(world.dns.isUnavailable())).toBe(false)
  })

  it('counts a name that does not exist as an answer, and an error of the server for the fixed name as no answer', async () => {
    const failing = (code: string) => createDns(() => Promise.reject(Object.assign(new Error(code), { code })))
    expect(await settled(failing('ENOTFOUND').isUnavailable())).toBe(false)
    for (const code of ['ESERVFAIL', 'ECONNREFUSED', 'ETIMEOUT']) {
      let isDown = false
      const dns = createDns(async () => (isDown ? Promise.reject(Object.assign(new Error(code), { code })) : []))
      await settled(dns.resolve('example.com', 'TXT'))
      isDown = true
      expect(await settled(dns.isUnavailable())).toBe(true)
    }
  })

  it('is not unavailable when it has never answered: a network without DNS', async () => {
    const world = network()
    world.isDown = true
    expect((await timed(world.dns.resolve('_dmarc.victim.com', 'TXT'))).is).toBe('ETIMEOUT')
    expect(await settled(world.dns.isUnavailable())).toBe(false)
  })

  it('becomes unavailable when it has just answered and stops', async () => {
    const world = network()
    expect(await settled(world.dns.isUnavailable())).toBe(false)
    world.isDown = true
    expect(await settled(world.dns.isUnavailable())).toBe(true)
  })

  it('stays unavailable for five seconds without another query, unless a query is answered', async () => {
    const world = network()
    await timed(world.dns.resolve('_dmarc.victim.com', 'TXT'))
    world.isDown = true
    expect(await settled(world.dns.isUnavailable())).toBe(true)
    expect(await world.dns.isUnavailable()).toBe(true)
    expect(world.asked).toHaveLength(2)
    world.isDown = false
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await settled(world.dns.isUnavailable())).toBe(false)
  })

  it('queries the fixed name once for many mails at the same time', async () => {
    const world = network()
    await settled(Promise.all(Array.from({ length: 50 }, () => world.dns.isUnavailable())))
    expect(world.asked).toHaveLength(1)
  })

  it('keeps at most a thousand domains that did not answer, and deletes the oldest', async () => {
    const world = network(['com'])
    for (let at = 0; at < 3; at += 1) await timed(world.dns.resolve('first.com', 'TXT'))
    const others = Array.from({ length: 1_000 }, (_, at) => world.dns.resolve(`d${at}.com`, 'TXT').catch(() => {}))
    await vi.advanceTimersByTimeAsync(4_000)
    await Promise.all(others)
    expect((await timed(world.dns.resolve('first.com', 'TXT'))).after).toBe(4_000)
  })

  it('reports that a name does not exist', async () => {
    const dns = createDns(() => Promise.reject(noSuchName()))
    expect(await timed(dns.resolve('nothing.com', 'TXT'))).toEqual({ is: 'ENOTFOUND', after: 0 })
  })
})

async function settled<T>(work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(4_000)
  return work
}
