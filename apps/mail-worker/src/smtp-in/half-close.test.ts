import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { dialogueOver, from, hello, openDialogue, text, to } from '@gotrs/mail-worker/testing/smtp-dialogue'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Listener, startListener } from './listener.ts'

let world: World
let listener: Listener
let folder: string
beforeAll(async () => {
  world = await createWorld()
  folder = await mkdtemp(join(tmpdir(), 'gotrs-half-'))
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', tls.keyFile]
  const subject = ['-subj', '/CN=desk.example', '-days', '1', '-out', tls.certFile]
  execFileSync('openssl', ['req', '-x509', ...key, ...subject], { stdio: 'ignore' })
  listener = await startListener(world, { host: '127.0.0.1', port: 0, protocol: 'smtp', tls })
})
afterAll(async () => {
  await listener.stop()
  await world.remove()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await world.pool.query('delete from inbound_mails')
})

const opening = [from, ...to('support@gotrs.example'), 'DATA']
const stored = async () =>
  (await world.pool.query<{ count: number }>('select count(*)::int from inbound_mails')).rows[0]

/** The data from the server until it closes the connection. */
function untilClosed(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', reject)
  })
}

/** Sends the lines one by one, then closes the sending half with `last`, and returns the rest of the replies. */
async function halfClose(socket: Socket, lines: string[], last: string): Promise<string> {
  const dialogue = dialogueOver(socket)
  for (const line of lines) {
    dialogue.send(`${line}\r\n`)
    await dialogue.readReply()
  }
  const replies = untilClosed(socket)
  socket.end(last)
  return replies
}

async function open(): Promise<Socket> {
  const socket = connect({ port: listener.port, host: '127.0.0.1', allowHalfOpen: true })
  await dialogueOver(socket).readReply()
  return socket
}

test.each([
  ['after the final dot', '', /^250 2\.0\.0 [^\r]+\r\n$/],
  ['after a pipelined QUIT', 'QUIT\r\n', /^250 2\.0\.0 [^\r]+\r\n221 2\.0\.0 [^\r]+\r\n$/],
  ['after a pipelined RSET', 'RSET\r\n', /^250 2\.0\.0 [^\r]+\r\n250 2\.0\.0 [^\r]+\r\n$/],
])('replies to a client that closes its sending half %s, then closes the connection', async (_when, more, answer) => {
  const socket = await open()
  expect(await halfClose(socket, [hello, ...opening], `${text('half')}\r\n${more}`)).toMatch(answer)
  expect(await stored()).toEqual({ count: 1 })
})

test('replies over TLS, too', async () => {
  const plain = openDialogue(listener.port)
  await plain.readReply()
  for (const line of [hello, 'STARTTLS']) {
    plain.send(`${line}\r\n`)
    await plain.readReply()
  }
  plain.socket.removeAllListeners('data')
  const socket = connectTls({ socket: plain.socket, rejectUnauthorized: false, allowHalfOpen: true } as never)
  expect(await halfClose(socket, [hello, ...opening], `${text('tls')}\r\nQUIT\r\n`)).toMatch(/^250 2\.0\.0/)
  expect(await stored()).toEqual({ count: 1 })
})

test('stores nothing of a mail whose client closes its sending half within the text, and closes the connection', async () => {
  const socket = await open()
  expect(await halfClose(socket, [hello, ...opening], 'Subject: half\r\n\r\nOnly ha')).toBe('')
  expect(await stored()).toEqual({ count: 0 })
})

test('stores a mail once if the client disconnects before the reply and sends it again', async () => {
  const mail = `${text('again')}\r\n`
  for (let time = 0; time < 3; time += 1) {
    const dialogue = openDialogue(listener.port)
    await dialogue.readReply()
    for (const line of [hello, ...opening]) {
      dialogue.send(`${line}\r\n`)
      await dialogue.readReply()
    }
    await new Promise<void>(resolve => dialogue.socket.write(mail, () => resolve()))
    dialogue.socket.destroy()
  }
  expect(await halfClose(await open(), [hello, ...opening], mail)).toMatch(/^250/)
  expect(await stored()).toEqual({ count: 1 })
})
