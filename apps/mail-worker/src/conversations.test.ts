import { runByFolder, runByLmtp } from '@gotrs/mail-worker/testing/conversation-runs'
import { expect, test } from 'vitest'

// `npm run rigs -- conversations` does the same with a thousand mails.
const size = { conversations: 10, length: 6 }
const allInTheirPlaces = { split: [], outOfOrder: [], count: 60 }

test('conversations that come in any order over LMTP, four mails at a time, are a ticket each, in order', async () => {
  expect(await runByLmtp(size)).toEqual(allInTheirPlaces)
})

test('conversations of a folder that is read for the first time are a ticket each, in order, whatever its order', async () => {
  expect(await runByFolder(size)).toEqual(allInTheirPlaces)
})
