import { answer } from '@gotrs/core/testing/outbound/answer'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestPasswordReset } from '../accounts/request-password-reset.ts'
import { createMailbox } from '../mailboxes/create.ts'
import { readOutboundMail } from './detail.ts'
import { listOutbox } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

type Asked = Parameters<typeof listOutbox>[1]
const list = (input: Asked) => world.read(world.admin, reader => listOutbox(reader, input))
const subjects = async (input: Asked) => (await list(input)).items.map(it => it.subject)
const read = (mailId = '') => world.read(world.admin, reader => readOutboundMail(reader, { mailId }, world.blobs))

async function answered(title: string, fields: Parameters<typeof answer>[2] = {}) {
  const { ticketId } = await ask(world, world.ana, { title, customerEmail: 'omar@acme.example' })
  await answer(world, ticketId, fields)
}

test('a mail is found by who gets it, by its subject and by its Message-ID; signs of a pattern stand for themselves', async () => {
  await answered('Blue 100% lamp', { cc: ['Boss_one@acme.example'] })
  await answered('Red lamp')
  const [first] = (await writtenMails(world, 'reply')).filter(it => it.subject.includes('Blue'))
  expect(await subjects({ q: 'boss_one@' })).toEqual(['Re: Blue 100% lamp'])
  expect(await subjects({ q: '100%' })).toEqual(['Re: Blue 100% lamp'])
  expect(await subjects({ q: '%lamp' })).toEqual([])
  await expect(subjects({ q: '%' })).rejects.toThrow('at least 3 letters')
  expect(await subjects({ q: first?.rfcMessageId.slice(1, -1) })).toEqual(['Re: Blue 100% lamp'])
  expect(await subjects({ q: 'lamp' })).toContain('Re: Red lamp')
  expect(await subjects({ q: 'green' })).toEqual([])
})

test('the list keeps to a mailbox and a state', async () => {
  const other = await world.run(world.admin, uow =>
    createMailbox(uow, {
      name: 'billing',
      address: 'billing@gotrs.example',
      displayName: 'Billing',
      queueId: world.billingId,
    }),
  )
  expect(await list({ mailboxId: other.id })).toMatchObject({ items: [] })
  const [mail] = (await list({ mailboxId: world.mailboxId })).items
  expect(mail?.mailbox).toEqual({ id: world.mailboxId, name: 'support' })
  await world.pool.query("update outbound_mails set status = 'cancelled', next_attempt_at = null where id = $1", [
    mail?.id,
  ])
  expect((await list({ status: 'cancelled' })).items.map(it => it.id)).toEqual([mail?.id])
  expect((await list({ status: 'done' })).items).toEqual([])
})

test('one mail is shown as it is written: header, sanitised HTML, files, and no Bcc', async () => {
  await answered('Lamp in the hall', {
    html: '<p>Hi <script>alert(1)</script><b>you</b></p>',
    bcc: ['hidden@acme.example'],
  })
  const [listed] = (await list({ q: 'Lamp in the hall' })).items
  const mail = await read(listed?.id)
  expect(mail.html).toContain('<b>you</b>')
  expect(mail.html).not.toContain('script')
  expect(mail.envelopeFrom).toBe('support@gotrs.example')
  expect(mail.headers).toContainEqual({ name: 'Message-ID', value: mail.messageId })
  expect(mail.headers.filter(it => /^bcc$/i.test(it.name) || it.value.includes('hidden@'))).toEqual([])
  expect(mail.delivery.recipients.map(it => it.address)).toContain('hidden@acme.example')
})

test('of a secret that was wiped nothing is left to show', async () => {
  await requestPasswordReset(world, { email: 'lena@other.example' })
  await world.settle()
  const [mail] = (await list({ q: 'lena@other.example' })).items
  await world.pool.query('update outbound_mails set text = null, blob_key = null where id = $1', [mail?.id])
  expect(await read(mail?.id)).toMatchObject({ text: null, html: null, headers: [], attachments: [] })
})
