import { secretKeyId } from '@gotrs/core/kernel/vault'
import { passwordPurpose } from '@gotrs/core/mailboxes/accounts'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { secretPurpose } from '@gotrs/core/webhooks/secret'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inspectSecrets, lostSecretsText } from './lost-secrets.ts'

const key = 'the key that this desk was begun with, long'

let desk: World
beforeAll(async () => {
  desk = await createWorld({ secretKey: key })
})
afterAll(() => desk.remove())

it('names what was stored under another key, that key, and what to do', async () => {
  const other = 'another key, as long as the first one was'
  const { lost: nothing } = await inspectSecrets(desk.databaseUrl, [other])
  expect(nothing, 'where nothing is stored, nothing is lost').toEqual([])
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
  const counts = [{ keyId: secretKeyId(key), count: 2 }]
  expect(await inspectSecrets(desk.databaseUrl, [key])).toEqual({ lost: [], missingKeyIds: [], counts })
  const state = await inspectSecrets(desk.databaseUrl, [other])
  expect(state.lost).toEqual(['mailbox support', 'webhook Chat'])
  expect(state.missingKeyIds).toEqual([secretKeyId(key)])
  expect(lostSecretsText(state)).toMatch(
    /^Another SECRET_KEY encrypted .* mailbox support, webhook Chat .*\(key [0-9a-f]{8}\).* SECRET_KEYS_OLD /,
  )
})
