import { runByFolder, runByLmtp } from '@gotrs/mail-worker/testing/conversation-runs'
import { expect, test } from 'vitest'

// `npm run rigs -- conversations` does the same with a thousand mails.
const size = { conversations: 10, length: 6 }
const allInTheirPlaces = { split: [], outOfOrder: [], count: 60 }

test('each conversation becomes one ordered ticket when its mails arrive over LMTP in random order, four at a time', async () => {
  expect(await runByLmtp(size)).toEqual(allInTheirPlaces)
})

test('each conversation becomes one ordered ticket when its mails are imported from a folder in random order', async () => {
  expect(await runByFolder(size)).toEqual(allInTheirPlaces)
})
