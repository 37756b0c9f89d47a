import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { productBundle } from '@gotrs/core/testing/product-bundle'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCommandLine } from './command-line.ts'
import { childEnvironment } from './env.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gotrs-cli-'))
  writeFileSync(join(home, 'hello.eml'), 'From: Ana <ana@mail.example>\r\nSubject: Hello\r\n\r\nHow are you?\r\n')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('help', () => {
  it('exists for every command, with an example', () => {
    const leaves = buildCommandLine().commands.flatMap(it => (it.commands.length > 0 ? it.commands : [it]))
    const names = leaves.map(it => it.name())
    const expected = [
      'start',
      'server',
      'mail-worker',
      'migrate',
      'seed',
      'parse',
      'sanitise',
      'deliver',
      'replay',
      'create',
      'set-password',
      'rotate',
      'doctor',
      'help',
      'completion',
    ]
    expect(names).toEqual(expected)
    for (const command of leaves) {
      let shown = ''
      command.configureOutput({ writeOut: chunk => (shown += chunk) }).outputHelp()
      expect(shown).toMatch(/Examples?:\n {2}\S/)
    }
  })

  it('guesses what was meant', async () => {
    const { code, errors } = await gotrs(['strat'])
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining('Did you mean start?') })
  })
})

describe('mail parse', () => {
  it('shows a mail as one line of JSON, with a path relative to the working directory', async () => {
    const { code, lines } = await gotrs(['mail', 'parse', 'hello.eml'])
    expect(code).toBe(0)
    expect(lines).toMatchObject([{ id: 'hello.eml', subject: 'Hello', from: { address: 'ana@mail.example' } }])
  })

  it('continues after a file that does not exist, and exits with 1', async () => {
    const { code, lines } = await gotrs(['mail', 'parse', 'none.eml', 'hello.eml'])
    expect(code).toBe(1)
    expect(lines).toMatchObject([{ id: 'none.eml', error: 'none.eml does not exist.' }, { subject: 'Hello' }])
  })

  it('prints a line for each line of a batch, in order, also for broken ones', async () => {
    const input = ['{"id":"a","file":"hello.eml"}', 'what?', '', '{"id":"b"}', '{"id":"c","file":"none.eml"}']
    const { code, lines } = await gotrs(['mail', 'parse', '--batch'], input.join('\n'))
    expect(code).toBe(0)
    expect(lines).toMatchObject([
      { id: 'a', subject: 'Hello' },
      { id: null, error: 'The line is not a JSON object.' },
      { id: 'b', error: expect.stringContaining('"file"') },
      { id: 'c', error: 'none.eml does not exist.' },
    ])
  })
})

describe('reports wrong input in a sentence', () => {
  const elsewhere = { DATA_DIR: '/proc/none/data', DATABASE_URL: '', BASE_URL: '' }
  it.each<[string[], number, string]>([
    [['mail', 'parse'], 1, 'Standard input was empty: gotrs mail parse < message.eml'],
    [['mail', 'deliver', '--mailbox', 'Support'], 75, 'Standard input was empty, so no mail was delivered: '],
    [['mail', 'deliver'], 75, "error: required option '--mailbox <NAME>' not specified"],
    [
      ['user', 'create', '--email', 'x', '--name', '', '--role', 'agent'],
      2,
      '--name must be one line of 1 to 120 char',
    ],
    [['start'], 1, 'Cannot write to the data folder /proc/none/data (it cannot be created there): make it writable'],
  ])('%j', async (args, code, words) => {
    const said = await gotrs(args, '', elsewhere)
    expect(said).toMatchObject({ code, lines: [], errors: expect.stringContaining(words) })
    expect(said.errors).not.toMatch(/^\s+at /m)
  })
})

describe('reports what prevents the start before it starts a process', () => {
  let taken: Server
  let port: string
  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    port = String((taken.address() as AddressInfo).port)
  })
  afterAll(() => void taken.close())

  const alone = { DATABASE_URL: 'postgres://127.0.0.1:1/x', SECRET_KEY: 'x'.repeat(32), BASE_URL: '', HOST: '' }
  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'server',
      () => ({ PORT: port }),
      /^Another program uses port \d+ on 127.0.0.1: .* choose another port with PORT=\d+\.\n$/,
    ],
    [
      'mail-worker',
      () => ({ SMTP_IN_PORT: port }),
      /^Another program uses port \d+ on 127.0.0.1: .* with SMTP_IN_PORT=\d+\.\n$/,
    ],
    [
      'start',
      () => ({ VALKEY_URL: 'redis://127.0.0.1:1', PORT: '28999', SMTP_IN_PORT: '0' }),
      /^Valkey at 127.0.0.1:1 does not .*\n$/,
    ],
  ])('by %s', async (command, env, words) => {
    const settings = { DATA_DIR: join(home, 'data'), ...alone, ...env() }
    expect(await gotrs([command], '', settings)).toMatchObject({ code: 1, errors: expect.stringMatching(words) })
  })
})

describe('mail deliver', () => {
  it('asks for the mail again if it cannot be read', async () => {
    // Open for writing alone: reading it fails.
    const unreadable = openSync(join(home, 'unreadable'), 'w')
    const said = await gotrs(['mail', 'deliver', '--mailbox', 'Support'], unreadable)
    closeSync(unreadable)
    expect(said).toMatchObject({ code: 75, lines: [], errors: expect.stringContaining('EBADF') })
  })
})

describe('mail sanitise', () => {
  it('cleans each line, also one that holds a line separator', async () => {
    const html = '<p onclick="x()">a\u2028b</p><script>1</script>'
    const { lines } = await gotrs(['mail', 'sanitise', '--batch'], `${JSON.stringify({ id: '1', html })}\n`)
    expect(lines).toEqual([{ id: '1', html: '<p>a\u2028b</p>' }])
  })
})

const said = async (stream: Readable | null) => (stream ? text(stream) : '')

/** `input`: what comes on standard input, or the file that it is. */
async function gotrs(args: string[], input: string | number = '', env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [await productBundle(), ...args], {
    cwd: home,
    env: childEnvironment({ INIT_CWD: home, ...env }),
    stdio: [typeof input === 'string' ? 'pipe' : input, 'pipe', 'pipe'],
  })
  child.stdin?.end(input)
  const code = new Promise<number | null>(resolve => child.once('close', resolve))
  const [output, errors] = await Promise.all([said(child.stdout), said(child.stderr)])
  const lines = output.split('\n').filter(Boolean)
  return { code: await code, errors, lines: lines.map(line => JSON.parse(line) as Record<string, unknown>) }
}
