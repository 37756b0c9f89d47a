import { type FastClock, fastClock } from '@gotrs/mail-worker/testing/fast-clock'
import { type ScriptedImap, startScriptedImap } from '@gotrs/mail-worker/testing/scripted-imap'
import { ImapFlow } from 'imapflow'
import { afterEach, expect, test } from 'vitest'
import { defaultTimeLimits, watchConnection } from './connection.ts'

let server: ScriptedImap
let clock: FastClock
let client: ImapFlow
afterEach(async () => {
  client.close()
  clock.stop()
  await server.stop()
})

const greeting = '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready'

async function connectTo(script: Parameters<typeof startScriptedImap>[0]) {
  server = await startScriptedImap(script)
  clock = fastClock(500)
  const auth = { user: 'support', pass: 'secret' }
  client = new ImapFlow({ host: '127.0.0.1', port: server.port, secure: false, auth, logger: false })
  const { promise: ended, resolve } = Promise.withResolvers<Error>()
  client.on('error', resolve)
  client.on('close', () => resolve(new Error('closed')))
  await client.connect()
  return watchConnection({ client, ended, clock, timeLimits: defaultTimeLimits })
}

test('closes a connection without a response after a minute, long before the socket times out', async () => {
  const connection = await connectTo({ greeting, answers: { NOOP: null } })
  const sentAt = clock.now()
  await expect(connection.request(it => it.noop())).rejects.toThrow('The server no longer responds.')
  expect(clock.now() - sentAt).toBeLessThan(2 * 60_000)
  expect(client.usable).toBe(false)
})

test('closes a connection on which only unrelated data arrives', async () => {
  const connection = await connectTo({ greeting, answers: { NOOP: null }, chatter: '* OK Still here' })
  const sentAt = clock.now()
  await expect(connection.request(it => it.noop())).rejects.toThrow('The server takes too long to respond.')
  expect(clock.now() - sentAt).toBeLessThan(5 * 60_000)
})

test('reports the reason that the server gives in BYE', async () => {
  const connection = await connectTo({ greeting, answers: { NOOP: '* BYE Going down for the night' } })
  await expect(connection.request(it => it.noop())).rejects.toThrow(
    'The server closed the connection: "Going down for the night".',
  )
})
