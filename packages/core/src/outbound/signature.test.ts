import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { answer } from '@gotrs/core/testing/outbound/answer'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { seen } from '@gotrs/core/testing/tickets'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * hour)
})

async function answered(signature: string, text = 'Please restart it.') {
  await world.db.update(mailboxes).set({ signature })
  const row = await receive(world, letter())
  const ticketId = row.ticketId ?? ''
  await answer(world, ticketId, { text })
  const [mail] = await writtenMails(world, 'reply')
  if (!mail) throw new Error('no mail was written')
  return { mail, ticketId }
}

test('the signature of the mailbox is below the answer and above the history, with the name of the agent', async () => {
  const { mail } = await answered('Kind regards,\r\n{{agent.name}}\r\nNorthwind <Support> & Co.')
  const { text, html } = mail.parsed
  expect(text).toMatch(/^Please restart it\.\n\n-- \nKind regards,\nAna Agent\nNorthwind <Support> & Co\.\n\n-{10}\n/)
  expect(text.indexOf('-- \n')).toBeLessThan(text.indexOf('> It drops every day.'))
  expect(html).toContain('Ana Agent<br />Northwind &lt;Support&gt; &amp; Co.')
  expect(html?.indexOf('Ana Agent<br')).toBeLessThan(html?.indexOf('gmail_quote') ?? -1)
})

test('it is only part of the mail: the ticket shows what the agent wrote, and acknowledgements have none', async () => {
  const { ticketId } = await answered('Signed by {{agent.name}}')
  const message = (await seen(world, world.admin, ticketId)).messages.items.at(-1)
  expect(message?.text).toBe('Please restart it.')
  expect(JSON.stringify(message)).not.toContain('Signed by')
  const [acknowledgement] = await writtenMails(world, 'acknowledgement')
  expect(acknowledgement?.raw).toBeDefined()
  expect(acknowledgement?.raw).not.toContain('Signed by')
  // Nor is it quoted as something that was said.
  await answer(world, ticketId)
  const second = (await writtenMails(world, 'reply')).at(-1)
  expect(second?.parsed.text.match(/Signed by/g)).toHaveLength(1)
})

test('an empty one leaves no trace', async () => {
  for (const signature of ['', ' \n ']) {
    const { mail } = await answered(signature)
    expect(mail.parsed.text).toMatch(/^Please restart it\.\n\n-{10}\n/)
    expect(mail.parsed.html).not.toContain('-- <br')
    await world.pool.query('delete from outbound_mails')
    world.pass(2 * hour)
  }
})

test('nothing in it, or in a name, becomes a header, a placeholder or markup', async () => {
  await world.pool.query("update users set name = E'Ana {{agent.name}}\\r\\nBcc: x@evil.example' where id = $1", [
    world.ana.id,
  ])
  const { mail } = await answered('{{agent.name}} $& $1\r\n\r\nBcc: y@evil.example\r\n<script>alert(1)</script>')
  await world.pool.query("update users set name = 'Ana Agent' where id = $1", [world.ana.id])
  expect(mail.header).not.toMatch(/^bcc:/im)
  expect(mail.recipients.map(it => it.address)).toEqual(['omar@acme.example'])
  expect(mail.parsed.text).toContain('Ana {{agent.name}} Bcc: x@evil.example $& $1\n')
  expect(mail.parsed.html).not.toContain('<script')
})
