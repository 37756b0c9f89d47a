import { connectionWithoutTimeLimits } from '@gotrs/mail-worker/testing/imap-desk'
import type { ImapFlow } from 'imapflow'
import { expect, test } from 'vitest'
import type { ImapConnection } from './connection.ts'
import { uidsAfter } from './uids.ts'

/** A folder with these mails that records the searches. */
function folderOf(uids: number[], uidNext: number): { connection: ImapConnection; searches: string[] } {
  const searches: string[] = []
  const client = {
    mailbox: { exists: uids.length, uidNext },
    async search({ uid = '' }: { uid?: string }) {
      searches.push(uid)
      const [from = 0, to = Number.POSITIVE_INFINITY] = uid
        .split(':')
        .map(part => (part === '*' ? undefined : Number(part)))
      const found = uids.filter(it => it >= from && it <= to)
      return found.length === 0 && uid.endsWith('*') ? uids.slice(-1) : found
    },
  } as unknown as ImapFlow
  return { connection: connectionWithoutTimeLimits(client), searches }
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

test('searches a folder of thousands of mails in steps of a thousand UIDs, to the last', async () => {
  const { connection, searches } = folderOf(range(1, 5_000), 5_001)
  const found: number[] = []
  for (;;) {
    const next = await uidsAfter(connection, found.at(-1) ?? 0)
    if (next.length === 0) break
    expect(next.length).toBeLessThanOrEqual(1_000)
    found.push(...next)
  }
  expect(found).toEqual(range(1, 5_000))
  expect(searches.length).toBeLessThan(8)
})

test('crosses a gap of a million UIDs in few steps', async () => {
  const { connection, searches } = folderOf([...range(1, 2_500), ...range(1_000_000, 10)], 1_000_010)
  expect(await uidsAfter(connection, 2_500)).toEqual(range(1_000_000, 10))
  expect(searches.length).toBeLessThan(25)
})

test('finds a mail that arrived after the folder was opened, and does not find the last one again', async () => {
  const { connection } = folderOf(range(1, 3_001), 3_001)
  expect(await uidsAfter(connection, 3_000)).toEqual([3_001])
  expect(await uidsAfter(connection, 3_001)).toEqual([])
})
