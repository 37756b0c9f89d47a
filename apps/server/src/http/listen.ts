import { once } from 'node:events'
import { createServer, type Server as NodeServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Env } from './types.ts'

export type Listener = {
  port: number
  /** Takes no more, lets what runs finish within `graceMs`, then cuts the rest. */
  close(graceMs: number): Promise<void>
}

/** @throws Error that says what to do when nothing can listen there */
export async function listen(app: Hono<Env>, host: string, port: number): Promise<Listener> {
  const server = createAdaptorServer({ fetch: app.fetch, createServer, serverOptions: limits }) as NodeServer
  // A socket without traffic is stuck or lost: an open stream sends something every 15 s.
  server.timeout = 60_000
  server.maxConnections = 10_000
  server.listen({ host, port })
  await once(server, 'listening').catch(cause => {
    throw new Error(`Nothing can listen on ${host} port ${port} (${cause.code}): choose another HOST or PORT.`, {
      cause,
    })
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: graceMs => close(server, graceMs),
  }
}

const limits = {
  headersTimeout: 20_000,
  // The largest file over a slow connection.
  requestTimeout: 300_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
}

async function close(server: NodeServer, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A connection that was busy a moment ago is idle now, and would be kept open by its client.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await Promise.race([closed, wait(graceMs)])
  clearInterval(sweep)
  server.closeAllConnections()
  await closed
}
