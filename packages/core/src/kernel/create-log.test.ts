import { DeskError } from '@gotrs/contract/errors'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createLog, takeConsole } from './create-log.ts'
import { errorFacts, errorWords } from './error-facts.ts'

const secret = 'kanarienvogel'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog({ level: 'trace', name: 'test', to: { write: line => lines.push(line) } }))
  return lines.join('')
}

const thrownBy = (work: () => unknown): Error => {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

const ofPostgres = Object.assign(new Error(`invalid input syntax for type uuid: "${secret}"`), {
  ...{ code: '23505', severity: 'ERROR', detail: `Key (email)=(${secret}) exists`, where: secret, hint: secret },
  ...{ table: 'users', constraint: 'users_email_unique', internalQuery: secret },
})

const errors: [string, Error][] = [
  ['of Postgres', ofPostgres],
  ['of drizzle', new DrizzleQueryError('insert into users values ($1)', [secret], ofPostgres)],
  ['of JSON', thrownBy(() => JSON.parse(`{"${secret}`))],
  ['of a URL', thrownBy(() => new URL(`postgres://[${secret}`))],
  ['of a header', thrownBy(() => new Headers({ 'x-a': `${secret}\u0100` }))],
  ['of Zod', thrownBy(() => z.strictObject({ a: z.literal('b') }).parse({ a: secret, [secret]: secret }))],
  ['of a mail server', Object.assign(new Error(`550 <${secret}@a.example>`), { responseCode: 550, response: secret })],
  [
    'of IMAP',
    Object.assign(new Error('Command failed'), { responseText: secret, executedCommand: `LOGIN a ${secret}` }),
  ],
  [
    'of a file',
    Object.assign(new Error(`ENOENT: open '/a/${secret}'`), { code: 'ENOENT', path: secret, syscall: 'open' }),
  ],
  ['of the DNS', Object.assign(new Error(`getaddrinfo ENOTFOUND ${secret}`), { code: 'ENOTFOUND', hostname: secret })],
  ['of the desk', new DeskError('invalid_input', { issues: [{ message: secret }] })],
  ['with a message like frames', new Error(`x\n    at ${secret} (/${secret}.ts:1:1)\n    at ${secret} (/x.ts:1:1)`)],
  ['with a code that is no code', Object.assign(new Error(secret), { code: `${secret} ${secret}` })],
  ['with such a cause', new Error('outer', { cause: new Error(secret) })],
  ['of several', new AggregateError([new Error(secret)], secret)],
]

test.each(errors)('the log contains no text of an error %s', (_, error) => {
  const text = logged(log => {
    log.error({ err: error }, 'under err')
    log.error({ other: error }, 'under another name')
    log.child({ requestId: 'r' }).fatal({ err: error }, 'by a child')
  })
  expect(text.split('\n').filter(Boolean)).toHaveLength(3)
  expect(text).not.toContain(secret)
  expect(errorWords(error)).not.toContain(secret)
})

test('a thrown value that is not an error is not written', () => {
  expect(logged(log => log.error({ err: secret }, 'thrown'))).not.toContain(secret)
})

test('the log of an error names its type and place', () => {
  const facts = errorFacts(new DrizzleQueryError('select 1', [], ofPostgres))
  expect(facts.cause).toMatchObject({ sqlState: '23505', table: 'users', constraint: 'users_email_unique' })
  expect(facts.cause?.message).toBe('Error SQLSTATE 23505 users users_email_unique')
  expect(facts.stack?.[0]).toMatch(/create-log\.test\.ts:\d+:\d+/)
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' })
  expect(errorWords(new Error('outer', { cause: full }))).toBe('Error; Error write ENOSPC')
  expect(errorWords(new Error('timeout exceeded when trying to connect'))).toContain('timeout exceeded')
})

test('a circular chain of causes ends', () => {
  const circle = new Error('round')
  circle.cause = circle
  expect(JSON.stringify(errorFacts(circle)).length).toBeLessThan(20_000)
})

test('an error of Postgres is written without its values', async () => {
  const client = new pg.Client({ connectionString: inject('templateUrl') })
  await client.connect()
  const error = await client.query('select $1::uuid', [secret]).catch(it => it)
  await client.end()
  expect(error.message).toContain(secret)
  expect(JSON.stringify(errorFacts(error))).not.toContain(secret)
  expect(errorFacts(error).sqlState).toBe('22P02')
})

test('the output of a library is logged without its text', () => {
  const text = logged(log => {
    const giveBack = takeConsole(log)
    // biome-ignore lint/suspicious/noConsole: as a library does
    console.error(new Error(secret), secret)
    // biome-ignore lint/suspicious/noConsole: as a library does
    console.info(secret)
    giveBack()
  })
  expect(text).not.toContain(secret)
  expect(text.match(/a library printed something/g)).toHaveLength(2)
})
