import { runByFolder, runByLmtp } from '@gotrs/mail-worker/testing/conversation-runs'
import { expect, test } from 'vitest'

const size = { conversations: 100, length: 10 }
const allInTheirPlaces = { split: [], outOfOrder: [], count: 1_000 }

test('a thousand mails over LMTP, in any order and four at a time, are a hundred tickets, in order', async () => {
  expect(await runByLmtp(size)).toEqual(allInTheirPlaces)
})

test('a thousand mails of a folder that is read for the first time are a hundred tickets, in order', async () => {
  expect(await runByFolder(size)).toEqual(allInTheirPlaces)
})
