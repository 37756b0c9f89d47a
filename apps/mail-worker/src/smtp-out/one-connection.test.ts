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

/** Sends one mail to three people; returns their statuses and the numbers of connections and commands. */
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

test('sends to all recipients of a mail over one connection, with a reset before each', async () => {
  expect(await sendToThree({})).toEqual({ statuses: allSent, connections: 1, resets: 2, mails: 3 })
})

test.each<[string, Script, string]>([
  ['rejected', { rcpt: address => (address.startsWith('nora') ? '550 5.1.1 gone' : '250 ok') }, 'failed'],
  ['delayed', { rcpt: address => (address.startsWith('nora') ? '451 4.7.1 later' : '250 ok') }, 'queued'],
])('a recipient that is %s affects neither the others nor the connection', async (_how, script, status) => {
  const { statuses, connections } = await sendToThree(script)
  expect(statuses).toEqual({ ...allSent, nora: status })
  expect(connections).toBe(1)
})

test('connects again for the next recipient if the server closes the connection after each mail', async () => {
  expect(await sendToThree({ dot: '250 2.0.0 taken drop' })).toMatchObject({ statuses: allSent, connections: 3 })
})

test('connects again if the server accepts one mail per connection, and does not count it as unavailable', async () => {
  let count = 0
  const mail = () => {
    count += 1
    return count % 2 === 0 ? '421 4.7.0 too many mails on this connection' : '250 ok'
  }
  expect(await sendToThree({ mail })).toMatchObject({ statuses: allSent, connections: 3 })
})

test('a connection that drops after the text leaves only that recipient unknown', async () => {
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
