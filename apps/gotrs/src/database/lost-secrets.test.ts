import { passwordPurpose } from '@gotrs/core/mailboxes/accounts'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { secretPurpose } from '@gotrs/core/webhooks/secret'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lostSecrets, lostSecretsText } from './lost-secrets.ts'

const key = 'the key that this desk was begun with, long'

let desk: World
beforeAll(async () => {
  desk = await createWorld({ secretKey: key })
})
afterAll(() => desk.remove())

it('names what was stored under another key, and says what to do', async () => {
  const other = 'another key, as long as the first one was'
  expect(await lostSecrets(desk.databaseUrl, other), 'where nothing is stored, nothing is lost').toEqual([])
  const [webhookId = '', mailboxId] = [desk.supportId, desk.mailboxId]
  await desk.db.insert(webhooks).values({
    id: webhookId,
    name: 'Chat',
    url: 'https://chat.example',
    eventTypes: [],
    secret: desk.vault.seal(secretPurpose(webhookId), 'hush'),
    createdAt: desk.now(),
  })
  const sealed = desk.vault.seal(passwordPurpose(mailboxId, 'imap'), 'a password')
  await desk.pool.query('update mailboxes set imap_password_encrypted = $1', [sealed])
  expect(await lostSecrets(desk.databaseUrl, key)).toEqual([])
  const lost = await lostSecrets(desk.databaseUrl, other)
  expect(lost).toEqual(['mailbox support', 'webhook Chat'])
  expect(lostSecretsText(lost)).toMatch(/^SECRET_KEY is not the one .* mailbox support, webhook Chat .* former key /)
})
