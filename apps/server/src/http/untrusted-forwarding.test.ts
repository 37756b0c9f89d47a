import { silentLog } from '@gotrs/core/kernel/log'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterEach, expect, test } from 'vitest'

const served: ServedWorld[] = []
afterEach(async () => {
  for (const desk of served.splice(0)) await desk.stop()
})

async function serve(trustedHops: number) {
  const warnings: string[] = []
  const log = { ...silentLog, warn: (_facts: object, message: string) => void warnings.push(message) }
  const desk = await serveWorld({ trustedHops }, { log })
  served.push(desk)
  const ready = async () =>
    (await (await desk.fetch('/readyz')).json()) as { status: string; notes?: { proxy?: string } }
  const forwarded = () => desk.fetch('/healthz', { headers: { 'X-Forwarded-For': '203.0.113.7' } })
  return { ready, forwarded, said: () => warnings.filter(it => it.includes('X-Forwarded-For')) }
}

test('an X-Forwarded-For that is not trusted is logged once and shown by /readyz, which stays ready', async () => {
  const { ready, forwarded, said } = await serve(0)
  expect(await ready()).not.toHaveProperty('notes')
  for (let at = 0; at < 3; at += 1) await forwarded()
  expect(said()).toHaveLength(1)
  expect(await ready()).toMatchObject({ status: 'ready', notes: { proxy: expect.stringContaining('set TRUST_PROXY') } })
})

test('reports nothing behind a trusted proxy', async () => {
  const { ready, forwarded, said } = await serve(1)
  await forwarded()
  expect(said()).toEqual([])
  expect(await ready()).not.toHaveProperty('notes')
})
