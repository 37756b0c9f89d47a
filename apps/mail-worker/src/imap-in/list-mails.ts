import { knownMails } from '@gotrs/core/inbound/ledger/known-mails'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { parseMailDate } from '@gotrs/mail/mail-date'
import type { FetchQueryObject } from 'imapflow'
import type { ImapConnection } from './connection.ts'

/** `arrivedAt`: when its server received it; null if unknown. */
export type Listed = { uid: number; arrivedAt: Date | null }

/** How many dates are fetched at once. */
export const listSize = 1_000

/**
 * The arrival times of all mails of the folder from the first UID to the last, without their contents. INTERNALDATE
 * counts; the Date header if the server reports none.
 */
export async function listMails(connection: ImapConnection, uids: readonly number[]): Promise<Listed[]> {
  if (uids.length === 0) return []
  const range = `${uids.at(0)}:${uids.at(-1)}`
  const dates = new Map<number, Date | null>()
  for (const { uid, internalDate } of await fetchAll(connection, range, { internalDate: true })) {
    dates.set(uid, internalDate instanceof Date ? internalDate : null)
  }
  const undated = uids.filter(uid => dates.get(uid) === null)
  for (let index = 0; index < undated.length; index += headersAtOnce) {
    const some = undated.slice(index, index + headersAtOnce).join(',')
    for (const { uid, headers } of await fetchAll(connection, some, { headers: ['date'] }))
      dates.set(uid, dateIn(headers))
  }
  return uids.map(uid => ({ uid, arrivedAt: dates.get(uid) ?? null }))
}

const headersAtOnce = 100

function dateIn(headers: Buffer | undefined): Date | null {
  const value = /^date:(.*)/is.exec(headers?.toString('latin1') ?? '')?.[1]
  return value === undefined ? null : parseMailDate(value.replace(/\r?\n\s/g, ' ').trim())
}

type Folder = { mailboxId: string; uidValidity: bigint }

/**
 * Which of these are in the ledger already, so that they are not fetched again. The UID alone is not enough: another
 * account or folder may have the same UIDVALIDITY.
 */
export async function alreadyRead(
  kernel: Kernel,
  connection: ImapConnection,
  folder: Folder,
  mails: Listed[],
): Promise<Set<number>> {
  const known = await knownMails(kernel, { ...folder, uids: mails.map(it => it.uid) })
  const alike = mails.filter(it => it.arrivedAt && known.get(it.uid)?.arrivedAt?.getTime() === it.arrivedAt.getTime())
  if (alike.length === 0) return new Set()
  const range = alike.map(it => it.uid).join(',')
  const found = await fetchAll(connection, range, { size: true, envelope: true })
  const isSame = ({ uid, size, envelope }: (typeof found)[number]) => {
    const mail = known.get(uid)
    return mail?.size === size && mail?.rfcMessageId === envelope?.messageId
  }
  return new Set(found.filter(isSame).map(it => it.uid))
}

const fetchAll = (connection: ImapConnection, range: string, query: FetchQueryObject) =>
  connection.request(client => client.fetchAll(range, { uid: true, ...query }, { uid: true }))
