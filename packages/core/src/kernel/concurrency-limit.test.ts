import { setImmediate as turn } from 'node:timers/promises'
import { DeskError } from '@gotrs/contract/errors'
import { describe, expect, it } from 'vitest'
import { type ConcurrencyLimits, createConcurrencyLimit } from './concurrency-limit.ts'

/** Work that runs until the test ends it by its name, and the names that have begun. */
function stage(limits: Partial<ConcurrencyLimits>) {
  const gate = createConcurrencyLimit({ perPerson: 2, total: 3, maxWaiting: 10, waitMs: 5_000, ...limits })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const send = (person: string, name: string) => {
    const sent = gate(person, () => {
      begun.push(name)
      return new Promise<string>(resolve => ends.set(name, () => resolve(name)))
    })
    // Work that the test does not end times out after the test.
    sent.catch(() => {})
    return sent
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    await turn()
  }
  return { send, end, begun }
}

describe('a concurrency limit', () => {
  it('runs no more calls of one person at once than the limit, and starts the next when one ends', async () => {
    const { send, end, begun } = stage({})
    const all = ['a1', 'a2', 'a3'].map(name => send('ana', name))
    expect(begun).toEqual(['a1', 'a2'])
    await end('a1')
    expect(begun).toEqual(['a1', 'a2', 'a3'])
    await end('a2')
    await end('a3')
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3'])
  })

  it('starts the only call of one person before the many of another', async () => {
    const { send, end, begun } = stage({ total: 2 })
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void send('ana', name)
    void send('ben', 'b1')
    void send('omar', 'o1')
    await end('a1')
    await end('a2')
    await end('a3')
    expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'o1'])
  })

  it('rejects with the time to wait a call that waited too long', async () => {
    const { send, begun } = stage({ perPerson: 1, waitMs: 20 })
    void send('ana', 'a1')
    await expect(send('ana', 'a2')).rejects.toMatchObject({ code: 'too_many_requests', params: { retryAfter: 1 } })
    expect(begun).toEqual(['a1'])
  })

  it('rejects at once the calls of a person with too many waiting, and no other calls', async () => {
    const { send, begun } = stage({ perPerson: 1, maxWaiting: 1 })
    void send('ana', 'a1')
    void send('ana', 'a2')
    await expect(send('ana', 'a3')).rejects.toMatchObject({ code: 'too_many_requests' })
    void send('ben', 'b1')
    expect(begun).toEqual(['a1', 'b1'])
  })

  it('rejects with the given error when too many wait in all, and accepts a call again when one of them ends', async () => {
    const refusal = new DeskError('unavailable')
    const { send, end, begun } = stage({ perPerson: 1, total: 1, maxWaitingInAll: 2, refusal: () => refusal })
    for (const [person, name] of [
      ['ana', 'a1'],
      ['ben', 'b1'],
      ['omar', 'o1'],
    ] as const)
      void send(person, name)
    await expect(send('lena', 'l1')).rejects.toBe(refusal)
    await end('a1')
    void send('lena', 'l2')
    for (const name of ['b1', 'o1', 'l2']) await end(name)
    expect(begun).toEqual(['a1', 'b1', 'o1', 'l2'])
  })

  it('frees the place of a call that waited too long', async () => {
    const { send, begun } = stage({ perPerson: 1, total: 1, maxWaitingInAll: 1, waitMs: 20 })
    void send('ana', 'a1')
    await expect(send('ben', 'b1')).rejects.toMatchObject({ code: 'too_many_requests' })
    await expect(send('ben', 'b2')).rejects.toMatchObject({ params: { retryAfter: 1 } })
    expect(begun).toEqual(['a1'])
  })

  it('frees the place of work that fails', async () => {
    const gate = createConcurrencyLimit({ perPerson: 1, total: 1, maxWaiting: 1, waitMs: 100 })
    await expect(gate('ana', () => Promise.reject(new Error('broke')))).rejects.toThrow('broke')
    expect(await gate('ana', async () => 'again')).toBe('again')
  })
})
