import { monitorEventLoopDelay } from 'node:perf_hooks'
import { cleanHtmlNow } from '@gotrs/core/conversation/clean-now'
import { ask } from '@gotrs/core/testing/tickets'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { appRouter } from '../router.ts'

/** HTML that takes long to sanitise, sent to every procedure that takes any: the event loop must not block. */

const html = '<p style="color:red">a</p>'.repeat(24_000)
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>
const takingHtml = Object.entries(procedures)
  .filter(([, { _def }]) => _def.inputs.some(input => input instanceof z.ZodObject && 'html' in input.shape))
  .map(([name]) => name)

let desk: ServedWorld
let ticketId: string
let sanitisingMs: number
beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 })
  ticketId = (await ask(desk.world, desk.world.omar)).ticketId
  // The first time the programs of it are still slow.
  for (let at = 0; at < 3; at += 1) {
    const began = performance.now()
    cleanHtmlNow(html)
    sanitisingMs = performance.now() - began
  }
})
afterAll(() => desk.stop())

const inputs: Record<string, () => object> = {
  'tickets.create': () => ({ title: 'Long', html }),
  'messages.reply': () => ({ ticketId, version: 'any', html }),
  'messages.addNote': () => ({ ticketId, html }),
  'drafts.update': () => ({ ticketId, version: 'any', kind: 'note', html }),
}

test('every procedure that takes HTML has an input here', () => {
  expect(Object.keys(inputs).sort()).toEqual(takingHtml.sort())
})

test.each(takingHtml)('%s does not sanitise in the thread that answers others', async name => {
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  const { status } = await desk.mutate(name, inputs[name]?.(), 'ana')
  lag.disable()
  expect(status).toBe(200)
  // On a busy machine both grow alike.
  expect(lag.max / 1e6).toBeLessThan(sanitisingMs * 0.7)
})
