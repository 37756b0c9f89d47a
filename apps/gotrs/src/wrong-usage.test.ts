import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childEnvironment } from './env.ts'

const main = join(import.meta.dirname, 'main.ts')
const account = ['user', 'create', '--email', 'ana@example.com', '--name', 'Ana', '--role']

describe('a wrong command line ends with exit code 2 and a sentence', () => {
  it.each<[string, string[], string]>([
    ['no command', [], 'Usage: gotrs [options] [command]'],
    ['an unknown command', ['strat'], "error: unknown command 'strat'"],
    ['an unknown command below one', ['user', 'creat'], "error: unknown command 'creat'"],
    ['a group without its command', ['mail'], 'Usage: gotrs mail [options] [command]'],
    ['help of an unknown command', ['help', 'user', 'creat'], "error: unknown command 'user creat'"],
    ['an unknown option', ['doctor', '--jsn'], "error: unknown option '--jsn'"],
    ['a missing option', ['user', 'set-password'], "error: required option '--email <EMAIL>' not specified"],
    ['a missing argument', ['completion'], "error: missing required argument 'SHELL'"],
    ['an argument too many', ['migrate', 'now'], "error: too many arguments for 'migrate'"],
    [
      'an option without its value',
      ['user', 'set-password', '--email'],
      "error: option '--email <EMAIL>' argument missing",
    ],
    ['a choice that does not exist', [...account, 'boss'], 'Allowed choices are admin, agent, customer'],
    ['a shell that does not exist', ['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
    ['no number', ['mail', 'replay', '--quarantined', '--limit', '10x'], 'It must be a whole number from 1 to 10000.'],
    ['no number of tickets', ['seed', '--tickets', 'many'], 'It must be a whole number from 1 to 10000000.'],
    [
      'a number out of range',
      ['mail', 'replay', '--quarantined', '--limit', '0'],
      'It must be a whole number from 1 to',
    ],
    ['a value that cannot be used', [...account, 'agent', '--password', 'short'], '--password must have 12 to 128'],
    [
      'a password too short',
      ['user', 'set-password', '--email', 'a@b.example', '--password', 'x'],
      '--password must have',
    ],
    [
      'an email that is no address',
      ['user', 'set-password', '--email', 'ana', '--password', 'tall giraffe socks'],
      '--email must be one mail address',
    ],
    [
      'options that exclude arguments',
      ['mail', 'parse', '--batch', 'a.eml'],
      'With --batch standard input names the files',
    ],
  ])('%s', async (_fault, args, words) => {
    const said = await gotrs(args)
    expect(said).toMatchObject({ code: 2, output: '', errors: expect.stringContaining(words) })
    expect(said.errors).not.toMatch(/^\s+at /m)
  })
})

/** Its exit code decides whether a mail server keeps the mail or returns it, so a wrong command line keeps it. */
describe('mail deliver asks for the mail again', () => {
  it.each<[string, string[], string]>([
    ['without a mailbox', [], "required option '--mailbox <NAME>' not specified"],
    [
      'to no address',
      ['--mailbox', 'Support', '--to', 'a@b.example', '--to', 'a b@c'],
      '--to must be one mail address',
    ],
  ])('%s', async (_fault, args, words) => {
    const said = await gotrs(['mail', 'deliver', ...args])
    expect(said).toMatchObject({ code: 75, output: '', errors: expect.stringContaining(words) })
  })
})

describe('help', () => {
  it.each([[['user']], [['mail', 'deliver']], [['help']]])('of %j is that of --help', async words => {
    const [asCommand, asOption] = await Promise.all([gotrs(['help', ...words]), gotrs([...words, '--help'])])
    expect(asCommand).toEqual(asOption)
    expect(asCommand).toMatchObject({ code: 0, output: expect.stringContaining(`Usage: gotrs ${words.join(' ')}`) })
  })

  it('ends quietly when nobody reads it', async () => {
    // The reader is gone before the first word is written.
    const closed = '(sleep 0.1; "$0" "$1" --help; echo "code $?" >&2) | true; sleep 2'
    const { errors } = await run('sh', ['-c', closed, process.execPath, main])
    expect(errors).toBe('code 0\n')
  })
})

it('reports by JSON what the doctor finds', async () => {
  const { code, output } = await gotrs(['doctor', '--json'])
  const report = JSON.parse(output) as { troubles: number; findings: { state: string; subject: string }[] }
  expect(report.findings[0]).toMatchObject({ state: 'fine', subject: 'Node' })
  expect(report.troubles).toBe(report.findings.filter(it => it.state === 'trouble').length)
  expect(code).toBe(report.troubles > 0 ? 1 : 0)
})

const gotrs = (args: string[]) => run(process.execPath, [main, ...args])

function run(file: string, args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const env = childEnvironment({ DATABASE_URL: '', BASE_URL: '', DATA_DIR: '/proc/none/data' })
  return new Promise(resolve => {
    const child = execFile(file, args, { env }, (error, output, errors) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors }),
    )
    child.stdin?.end()
  })
}
