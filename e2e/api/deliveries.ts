import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import type { Check } from './lint.ts'
import type { World } from './world.ts'

type Delivery = { body: string; headers: Record<string, string> }
type Library = { Webhook: new (secret: string) => { verify(body: string, headers: Record<string, string>): unknown } }

/** Real deliveries to a receiver on this machine, verified by the library of Standard Webhooks. */
export async function checkDelivery({ url, tools, logIn }: World): Promise<Check> {
  const library = join(tools.folder, 'node_modules/standardwebhooks/dist/index.js')
  const { Webhook } = ((await import(pathToFileURL(library).href)) as { default: Library }).default
  const received: Delivery[] = []
  const server = createServer(async (request, response) => {
    received.push({ body: await text(request), headers: request.headers as Record<string, string> })
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const call = caller(url, (await logIn('admin@gotrs.example')).accessToken)
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const webhook = await call('/api/webhooks', { name: 'Rig', url: target, eventTypes: ['ticket.created'] })
  await call(`/api/webhooks/${webhook.id}/ping`, {})
  await call('/api/tickets', { title: 'Delivered', message: 'To a receiver outside.' })
  await until(() => received.length >= 2)
  const renewed = await call(`/api/webhooks/${webhook.id}/secret`, { overlapHours: 1 })
  await call(`/api/webhooks/${webhook.id}/ping`, {})
  server.close()
  const [ping, event, rotated] = received
  if (!ping || !event || !rotated) throw new Error(`Expected three deliveries, received ${received.length}.`)
  const [old, current] = [new Webhook(String(webhook.secret)), new Webhook(String(renewed.secret))]
  const errors = [
    ...failures('the ping', () => old.verify(ping.body, ping.headers)),
    ...failures('an event', () => old.verify(event.body, event.headers)),
    ...failures('the old secret in the overlap', () => old.verify(rotated.body, rotated.headers)),
    ...failures('the new secret in the overlap', () => current.verify(rotated.body, rotated.headers)),
  ]
  const isCaught = failures('', () => old.verify(event.body.replace('ticket', 'Ticket'), event.headers)).length > 0
  return {
    what: '3 deliveries, 2 secrets, 1 changed body',
    errors: isCaught ? errors : [...errors, 'accepted a changed body'],
  }
}

function failures(name: string, verify: () => unknown): string[] {
  try {
    verify()
    return []
  } catch (error) {
    return [`${name}: ${error}`]
  }
}

function caller(url: string, token: string) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  return async (path: string, body: object) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Record<string, unknown>
  }
}

async function until(isDone: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !isDone(); tries += 1) await new Promise(resolve => setTimeout(resolve, 100))
}
