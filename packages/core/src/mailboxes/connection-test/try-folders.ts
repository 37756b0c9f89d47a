import type { ImapFlow, ListResponse } from 'imapflow'
import type { ImapFailure } from '../imap-connection.ts'
import { isSameFolder } from '../same-folder.ts'
import { TestFailure } from './check.ts'

type Folders = { folder: string; moveTo: string }

/**
 * May mail be read, marked as seen and moved in these folders? Nothing is changed. Returns what the admin should know
 * although all is well. @throws TestFailure
 */
export async function tryFolders(client: ImapFlow, { folder, moveTo }: Folders): Promise<string | null> {
  const folders = await client.list()
  await openFolder(client, folder, folders)
  const read = await factsOf(client, folder, folders)
  if (!read.canMarkSeen) throw new TestFailure('no_folder_rights', read.said, mayNotMark(folder))
  if (moveTo === '') return null
  const { delimiter = '/', prefix = '' } = client.namespace || {}
  const found = listedAs(folders, moveTo, prefix)
  if (isSameFolder(folder, moveTo, { delimiter: delimiter || '/', prefix })) throw new TestFailure('same_folder')
  if (!read.canRemove) throw new TestFailure('no_folder_rights', read.said, mayNotMove(folder))
  if (!found) return `The folder “${moveTo}” does not exist yet: the desk makes it when the first mail is moved.`
  if (found.flags.has('\\Noselect')) throw new TestFailure('no_such_folder', null, holdsNoMail(moveTo))
  await tryToMoveTo(client, found, read.id)
  return null
}

const mayNotMark = (folder: string) =>
  `This login may not mark mail in “${folder}” as read. Give it that right on the server (s, RFC 4314), or choose another folder.`
const mayNotMove = (folder: string) =>
  `This login may not remove mail from “${folder}”, so mail cannot be moved to another folder. Give it those rights on the server (t and e, RFC 4314), or leave “Move mail to” empty.`
const mayNotInsert = (folder: string) =>
  `This login may not put mail into “${folder}”. Give it that right on the server (i, RFC 4314), or choose another folder.`
const holdsNoMail = (folder: string) => `“${folder}” holds other folders, but no mail. Choose one of those.`

/** By SELECT, as the reader does it: EXAMINE would say that any folder is read-only. */
async function openFolder(client: ImapFlow, folder: string, folders: ListResponse[]): Promise<void> {
  try {
    await client.mailboxOpen(folder)
  } catch (error) {
    const { responseText, message, serverResponseCode } = error as ImapFailure
    const said = responseText ?? message ?? null
    if (serverResponseCode === 'NOPERM') throw new TestFailure('no_folder_rights', said)
    const names = folders.map(it => it.path)
    throw new TestFailure('no_such_folder', said, adviceOnFolder(folder, names))
  }
}

type Facts = { canMarkSeen: boolean; canRemove: boolean; said: string | null; id: string | undefined }

/** What the server says of the open folder: by its rights (RFC 4314) where it knows them, and by which flags stay. */
async function factsOf(client: ImapFlow, folder: string, folders: ListResponse[]): Promise<Facts> {
  const { mailbox } = client
  if (!mailbox) throw new TestFailure('other')
  const listed = listedAs(folders, folder, client.namespace?.prefix ?? '')
  const rights = await rightsOn(client, listed?.pathAsListed ?? mailbox.path)
  const flags = mailbox.permanentFlags
  const stays = (flag: string) => !flags || [...flags].some(it => it.toLowerCase() === flag)
  const may = (right: string) => rights === null || rights.includes(right)
  const isReadOnly = mailbox.readOnly === true
  const said = rights !== null ? `MYRIGHTS ${rights}` : isReadOnly ? 'READ-ONLY' : 'PERMANENTFLAGS'
  return {
    canMarkSeen: !isReadOnly && stays('\\seen') && may('s'),
    canRemove: stays('\\deleted') && may('t') && may('e'),
    said,
    id: mailbox.mailboxId,
  }
}

async function tryToMoveTo(client: ImapFlow, { path, pathAsListed }: ListResponse, readId: string | undefined) {
  const rights = await rightsOn(client, pathAsListed)
  if (rights !== null && !rights.includes('i')) {
    throw new TestFailure('no_folder_rights', `MYRIGHTS ${rights}`, mayNotInsert(path))
  }
  // Who may put mail into it need not be able to open it.
  const opened = await client.mailboxOpen(path, { readOnly: true }).catch(() => null)
  if (!opened && rights === null) throw new TestFailure('no_folder_rights', null, mayNotInsert(path))
  // The server's own name for it (RFC 8474), whatever it is called.
  if (opened?.mailboxId !== undefined && opened.mailboxId === readId) throw new TestFailure('same_folder')
}

type Untagged = { attributes?: { value?: unknown }[] }
/** The library knows no command of ACL; this is how it sends its own. */
type Commands = {
  exec(
    command: string,
    attributes: { type: 'STRING'; value: string }[],
    options: { untagged: Record<string, (untagged: Untagged) => Promise<void>> },
  ): Promise<{ next(): void }>
}

/** Null where the server does not know rights, or does not say. `pathAsListed`: as it is written on the wire. */
async function rightsOn(client: ImapFlow, pathAsListed: string): Promise<string | null> {
  if (!client.capabilities.has('ACL')) return null
  let rights: string | null = null
  const note = async ({ attributes }: Untagged) => {
    const value = attributes?.[1]?.value
    if (typeof value === 'string') rights = value
  }
  try {
    const commands = client as unknown as Commands
    const answer = await commands.exec('MYRIGHTS', [{ type: 'STRING', value: pathAsListed }], {
      untagged: { MYRIGHTS: note },
    })
    answer.next()
    return rights
  } catch {
    return null
  }
}

const listedAs = (folders: ListResponse[], folder: string, prefix: string): ListResponse | undefined => {
  const isInbox = folder.toUpperCase() === 'INBOX'
  const path = isInbox ? 'INBOX' : folder.startsWith(prefix) ? folder : prefix + folder
  return folders.find(it => it.path === path || (isInbox && it.path.toUpperCase() === path))
}

function adviceOnFolder(folder: string, names: string[]): string {
  const wanted = folder.toLowerCase()
  const last = (name: string) => name.toLowerCase().split(/[./]/).at(-1) ?? ''
  const near = names.filter(it => it.toLowerCase().includes(wanted) || wanted.includes(last(it)))
  const shown = (near.length > 0 ? near : names).slice(0, 8).map(name => `“${name.slice(0, 60)}”`)
  const others = shown.length > 0 ? ` ${near.length > 0 ? 'Is it' : 'There are'} ${shown.join(', ')}?` : ''
  return `There is no folder “${folder}” in this account.${near.length > 0 ? others : others.replace(/\?$/, '.')}`
}
