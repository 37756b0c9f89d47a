import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { productBundle } from '@gotrs/core/testing/product-bundle'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { deliverSocketPath } from '@gotrs/mail-worker/deliver-socket/client'
import { type DeliverSocket, startDeliverSocket } from '@gotrs/mail-worker/deliver-socket/server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { childEnvironment } from '../env.ts'

let world: World
let home: string
let deliverSocket: DeliverSocket | null = null
beforeAll(async () => {
  world = await createWorld({ now: () => new Date() })
})
afterAll(() => world.remove())
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gotrs-deliver-'))
  id += 1
})
afterEach(async () => {
  await deliverSocket?.stop()
  deliverSocket = null
  rmSync(home, { recursive: true, force: true })
})

let id = 0
const mail = (part = '') => `From: omar@acme.example\r\nMessage-ID: <${id}${part}@acme.example>\r\n\r\nHello ${id}.\r\n`
const rows = async () => {
  const ofThisTest = 'select envelope_from, envelope_to from inbound_mails where rfc_message_id like $1'
  return (await world.pool.query(ofThisTest, [`<${id}%`])).rows
}

async function deliver(args: string[], input: string, env: Record<string, string> = {}) {
  const settings = { INIT_CWD: home, DATA_DIR: home, BASE_URL: '', DATABASE_URL: '', SECRET_KEY: '', ...env }
  const child = spawn(process.execPath, [await productBundle(), 'mail', 'deliver', ...args], {
    cwd: home,
    env: childEnvironment(settings),
  })
  child.stdin.end(input)
  const code = new Promise<number | null>(resolve => child.once('close', resolve))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, output, errors }
}

it('hands a mail with its envelope to the desk that runs on the folder', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  const envelope = ['--from', 'omar@acme.example', '--to', 'support@gotrs.example', '--to', 'help@gotrs.example']
  const said = await deliver(['--mailbox', 'Support', ...envelope], mail())
  expect(said).toMatchObject({ code: 0, errors: '', output: expect.stringContaining('"outcome":"created"') })
  expect(await rows()).toEqual([
    { envelope_from: 'omar@acme.example', envelope_to: ['support@gotrs.example', 'help@gotrs.example'] },
  ])
  expect(await deliver(['--mailbox', 'Support'], mail())).toMatchObject({
    output: expect.stringContaining('duplicate'),
  })
  expect(await rows()).toHaveLength(1)
})

it('takes an empty sender, and that which Postfix writes for it, for the sender of reports', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  await deliver(['--mailbox', 'Support', '--from', ''], mail())
  await deliver(['--mailbox', 'Support', '--from', 'MAILER-DAEMON'], mail('b'))
  expect((await rows()).map(it => it.envelope_from)).toEqual(['', ''])
})

it('takes a mail whose sender is no address: strangers choose it', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  expect(await deliver(['--mailbox', 'Support', '--from', 'root'], mail())).toMatchObject({ code: 0 })
  expect((await rows()).map(it => it.envelope_from)).toEqual(['root'])
})

it('accepts mail only from its own user', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  expect(statSync(deliverSocketPath(home)).mode & 0o777).toBe(0o600)
})

it('keeps nothing of half a mail', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  const head = { mailbox: 'Support', envelopeFrom: null, envelopeTo: [], size: mail().length }
  const socket = connect(deliverSocketPath(home))
  socket.end(`${JSON.stringify(head)}\n${mail().slice(0, 50)}`)
  expect(await text(socket)).toBe('')
  expect(await rows()).toEqual([])
})

it('stops although a client neither sends more nor disconnects', async () => {
  const socketServer = await startDeliverSocket(world, home)
  const socket = connect(deliverSocketPath(home))
  socket.on('error', () => {})
  socket.write('{"mailbox"')
  await once(socket, 'connect')
  const closed = new Promise(resolve => socket.once('close', resolve))
  await socketServer.stop()
  await closed
})

it('opens the socket again that a killed process left behind', async () => {
  const program = `require('node:net').createServer().listen(process.argv[1], () => console.log('open'))`
  const killed = spawn(process.execPath, ['-e', program, deliverSocketPath(home)])
  await once(killed.stdout, 'data')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  expect(existsSync(deliverSocketPath(home))).toBe(true)
  deliverSocket = await startDeliverSocket(world, home)
  expect(await deliver(['--mailbox', 'Support'], mail())).toMatchObject({
    code: 0,
    output: expect.stringContaining('created'),
  })
  expect(await rows()).toHaveLength(1)
})

it('leaves the socket to the process that has it', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  const second = await startDeliverSocket(world, home)
  await second.stop()
  expect(await deliver(['--mailbox', 'Support'], mail())).toMatchObject({ code: 0 })
})

it('rejects a mail that is too large for good, however much larger it is', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  const said = await deliver(['--mailbox', 'Support'], mail() + 'x'.repeat(maxMailBytes + 1024 * 1024))
  expect(said).toMatchObject({ code: 65, errors: expect.stringContaining('50 MB') })
  expect(await rows()).toEqual([])
})

it('holds no mail as a whole while it comes in', async () => {
  deliverSocket = await startDeliverSocket(world, home)
  const before = process.memoryUsage().arrayBuffers
  const part = Buffer.alloc(1024 * 1024, 'x')
  const head = { mailbox: 'Support', envelopeFrom: null, envelopeTo: [], size: 1024 ** 3 }
  const sockets = Array.from({ length: 8 }, () => connect(deliverSocketPath(home)))
  try {
    for (const socket of sockets) socket.write(`${JSON.stringify(head)}\n`)
    for (let sent = 0; sent < 40; sent += 1)
      await Promise.all(sockets.map(it => new Promise(done => it.write(part, done))))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 * 1024)
  } finally {
    for (const socket of sockets) socket.destroy()
  }
  expect(await rows()).toEqual([])
})

it.each<[string, string[], string, Record<string, string>, RegExp]>([
  ['there is no such mailbox', ['--mailbox', 'Nobody'], 'x', {}, /no mailbox named Nobody/],
  ['standard input is empty', ['--mailbox', 'Support'], '', {}, /Standard input was empty/],
  ['an option is wrong', ['--mailbox', 'Support', '--form', 'x'], 'x', {}, /unknown option/],
  ['a setting is wrong', ['--mailbox', 'Support'], 'x', { PORT: 'x' }, /PORT/],
])('asks for the mail again if %s', async (_fault, args, input, env, words) => {
  deliverSocket = await startDeliverSocket(world, home)
  expect(await deliver(args, input, env)).toMatchObject({ code: 75, errors: expect.stringMatching(words) })
})

it.each<[string, Record<string, string>, RegExp]>([
  ['no desk is in the folder', {}, /There is no GOTRS in/],
  ['the folder does not exist', { DATA_DIR: '/nowhere/gotrs' }, /There is no GOTRS in/],
  ['SECRET_KEY is missing', { DATABASE_URL: 'postgres://127.0.0.1:1/x' }, /DATABASE_URL is set but SECRET_KEY is not/],
  [
    'the database is unavailable',
    { DATABASE_URL: 'postgres://127.0.0.1:1/x', SECRET_KEY: 'x'.repeat(32) },
    /Cannot use the database/,
  ],
])('asks for the mail again if %s, and creates nothing', async (_fault, env, words) => {
  const said = await deliver(['--mailbox', 'Support'], mail(), env)
  expect(said).toMatchObject({ code: 75, errors: expect.stringMatching(words) })
  expect(existsSync(join(home, 'postgres'))).toBe(false)
  expect(existsSync(join(home, 'secret-key'))).toBe(false)
})
