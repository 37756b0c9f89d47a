import { runByFolder, runByLmtp } from '@gotrs/mail-worker/testing/conversation-runs'
import { expect, test } from 'vitest'

const size = { conversations: 100, length: 10 }
const allInTheirPlaces = { split: [], outOfOrder: [], count: 1_000 }

test('a thousand mails over LMTP, in random order and four at a time, become a hundred ordered tickets', async () => {
  expect(await runByLmtp(size)).toEqual(allInTheirPlaces)
})

test('a thousand mails that are imported from a folder become a hundred ordered tickets', async () => {
  expect(await runByFolder(size)).toEqual(allInTheirPlaces)
})
