import { sendDueMails } from '@gotrs/core/outbound/send'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { answeredTicket } from '@gotrs/mail-worker/testing/answers'
import { type Script, type ScriptedSmtp, startScriptedSmtp } from '@gotrs/mail-worker/testing/scripted-smtp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createMailSender } from './send-mail.ts'

let world: World
let server: ScriptedSmtp | null = null
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * hour)
})
afterEach(() => server?.stop())

const limits = { connectMs: 2_000, answerMs: 2_000, wholeMs: 5_000 }

/** One mail to three people; whom it reached, how often each verb was said, and over how many connections. */
async function sendToThree(script: Script) {
  await answeredTicket(world, { cc: ['nora@acme.example', 'paul@acme.example'] })
  const started = await startScriptedSmtp(script)
  server = started
  await sendDueMails(world, createMailSender(started.server, limits))
  const { rows } = await world.pool.query<{ address: string; status: string }>(
    'select address, status from outbound_recipients',
  )
  const statuses = Object.fromEntries(rows.map(it => [it.address.split('@')[0], it.status]))
  const verbs = started.lines.map(it => it.slice(0, 4).toUpperCase())
  const count = (verb: string) => verbs.filter(it => it === verb).length
  return { statuses, connections: started.connections, resets: count('RSET'), mails: count('MAIL') }
}
const allSent = { omar: 'sent', nora: 'sent', paul: 'sent' }

test('all recipients of a mail are served over one connection, each after a reset', async () => {
  expect(await sendToThree({})).toEqual({ statuses: allSent, connections: 1, resets: 2, mails: 3 })
})

test.each<[string, Script, string]>([
  ['refused', { rcpt: address => (address.startsWith('nora') ? '550 5.1.1 gone' : '250 ok') }, 'failed'],
  ['put off', { rcpt: address => (address.startsWith('nora') ? '451 4.7.1 later' : '250 ok') }, 'queued'],
])('a recipient who is %s spoils neither the others nor the connection', async (_how, script, status) => {
  const { statuses, connections } = await sendToThree(script)
  expect(statuses).toEqual({ ...allSent, nora: status })
  expect(connections).toBe(1)
})

test('a server that drops the line after each mail is called again for the next recipient', async () => {
  expect(await sendToThree({ dot: '250 2.0.0 taken drop' })).toMatchObject({ statuses: allSent, connections: 3 })
})

test('a server that takes one mail a connection, and closes at the next, is called again and not taken for away', async () => {
  let asked = 0
  const mail = () => {
    asked += 1
    return asked % 2 === 0 ? '421 4.7.0 too many mails on this connection' : '250 ok'
  }
  expect(await sendToThree({ mail })).toMatchObject({ statuses: allSent, connections: 3 })
})

test('a line that breaks after the text leaves that recipient alone in doubt', async () => {
  let recipient = ''
  const script: Script = {
    rcpt(address) {
      recipient = address
      return '250 ok'
    },
    get dot() {
      return recipient.startsWith('nora') ? ('drop' as const) : '250 2.0.0 taken'
    },
  }
  const { statuses, connections } = await sendToThree(script)
  expect(statuses).toEqual({ ...allSent, nora: 'unknown' })
  expect(connections).toBe(2)
})
