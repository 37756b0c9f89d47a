import { receiveFromStranger } from '@gotrs/core/testing/inbound/mail-from-stranger'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf } from '@gotrs/mail/testing/authentication/zone'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let world: World
beforeAll(async () => {
  world = await createWorld({ dns: resolverOf(keyZone('acme.example', 'gotrs.example')) })
})
afterAll(() => world.remove())

const block = [
  'Please take over.',
  '',
  '---------- Forwarded message ---------',
  'From: Vera Wolf <vera@home.example>',
  'Date: Sun, 1 Nov 2026 at 08:00',
  'Subject: My bill',
  'To: Ana Agent <ana@gotrs.example>',
  '',
  'You charged me twice.',
]
let count = 0
/** Signed over its recipients, or over all but these headers, which anybody with the mail can then add. */
async function written(from: string, signsRecipients: boolean, to = 'support@gotrs.example', cc = 'y@else.example') {
  count += 1
  const domain = from.replace(/.*@/, '')
  const recipients = [`To: ${to}`, `Cc: ${cc}`]
  const head = [`From: ${from}`, 'Subject: Fwd: My bill', 'Date: Sun, 01 Nov 2026 09:00:00 +0000']
  const own = [...head, `Message-ID: <written-${count}@${domain}>`]
  const mail = [...(signsRecipients ? recipients : []), ...own, '', ...block, ''].join('\r\n')
  const signTime = new Date('2026-11-01T09:00:00Z')
  const signed = await sign(mail, {
    domain,
    fields: `from:subject:date:message-id${signsRecipients ? ':to:cc' : ''}`,
    signTime,
  })
  return signsRecipients ? signed : `${recipients.join('\r\n')}\r\n${signed}`
}

async function facts(mail: string) {
  const { ticketId, rule, senderVerdict } = await receiveFromStranger(world, mail)
  const { rows } = await world.pool.query(
    'select u.email from ticket_participants p join users u on u.id = p.user_id where ticket_id = $1',
    [ticketId],
  )
  return { rule, senderVerdict, inCopy: rows.map(row => row.email) }
}

const customer = 'omar@acme.example'
const agent = 'ana@gotrs.example'

describe('a mail that its sender wrote to the desk', () => {
  test('brings people in, with the recipients signed', async () => {
    expect(await facts(await written(customer, true))).toMatchObject({ inCopy: ['y@else.example'] })
  })

  test('by an agent forwards, with the recipients signed', async () => {
    expect(await facts(await written(agent, true))).toMatchObject({ rule: 'forwarded' })
  })
})

describe('a mail to which a stranger can have added the desk', () => {
  test('brings nobody in, and forwards nothing', async () => {
    const ofCustomer = await facts(await written(customer, false))
    expect(ofCustomer).toMatchObject({ senderVerdict: 'authenticated', inCopy: [] })
    const ofAgent = await facts(await written(agent, false))
    expect(ofAgent).toMatchObject({ senderVerdict: 'authenticated', rule: 'none' })
  })
})

describe('a mail to somebody else, brought here as it is', () => {
  test('brings nobody in, and forwards nothing', async () => {
    expect(await facts(await written(customer, true, 'x@else.example'))).toMatchObject({ inCopy: [] })
    expect(await facts(await written(agent, true, 'x@else.example'))).toMatchObject({ rule: 'none' })
  })
})
