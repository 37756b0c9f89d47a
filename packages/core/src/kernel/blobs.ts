import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { DeskError } from '@gotrs/contract/errors'
import { collectGarbage } from './collect-garbage.ts'

export type StoredBlob = { key: string; size: number; sha256: string }

/** Where raw mails and attachments are kept. This module makes the keys, never from a name that came from outside. */
export type Blobs = {
  /** Another thread opens the same store with it. */
  folder: string
  /** Returns once the bytes and the folder entry are on disk. @throws DeskError `too_large` past `maxBytes` */
  put(content: Readable | Iterable<Uint8Array> | Uint8Array, options?: { maxBytes?: number }): Promise<StoredBlob>
  read(key: string): Promise<Buffer>
  /** `end` is inclusive, as in an HTTP range. */
  stream(key: string, range?: { start: number; end?: number }): Readable
  remove(key: string): Promise<void>
  /** The keys in one of the 256 folders, `00` to `ff`; those of interrupted writes too, which earlier versions called `.part`. */
  keysIn(folder: string): Promise<string[]>
  /** Deletes the blob if it was written before `time`. @returns whether it did */
  removeOlder(key: string, time: Date): Promise<boolean>
  /** Writes and deletes a byte, to find out whether the disk is full or the folder is not writable. */
  check(): Promise<void>
}

export function diskBlobs(root: string): Blobs {
  const pathOf = (key: string) => {
    if (!/^[0-9a-f]{2}\/[0-9a-f-]{36}(\.part)?$/.test(key)) throw new Error(`Not a blob key: ${key}`)
    return join(root, key)
  }
  const put: Blobs['put'] = async (content, options = {}) => {
    const name = randomUUID()
    const key = `${name.slice(0, 2)}/${name}`
    return { key, ...(await writeDurably(pathOf(key), content, options.maxBytes ?? Number.POSITIVE_INFINITY)) }
  }
  return {
    folder: root,
    put,
    read: key => readFile(pathOf(key)),
    stream: (key, range) => createReadStream(pathOf(key), range),
    remove: key => rm(pathOf(key), { force: true }),
    keysIn: folder => keysIn(root, folder),
    async removeOlder(key, time) {
      const found = await stat(pathOf(key)).catch(() => null)
      if (!found || found.mtime >= time) return false
      await rm(pathOf(key), { force: true })
      return true
    },
    async check() {
      const { key } = await put(Buffer.from('.'))
      await stat(pathOf(key))
      await rm(pathOf(key))
    },
  }
}

/**
 * fsync of the file, then of the folder. Only who gets the key knows the name, and gets it after both: what a crash leaves
 * half written belongs to no row, and is deleted as unused.
 */
async function writeDurably(path: string, content: Parameters<Blobs['put']>[0], maxBytes: number) {
  const { file, isNewFolder } = await openNew(path)
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      size += chunk.length
      if (size > maxBytes) throw new DeskError('too_large', { maxBytes })
      hash.update(chunk)
      await file.writeFile(chunk)
      collectGarbage()
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
  await syncFolder(dirname(path))
  if (isNewFolder) await syncFolder(dirname(dirname(path)))
  return { size, sha256: hash.digest('hex') }
}

/** There are 256 folders at most: nearly always the one of the file is there. */
async function openNew(path: string): Promise<{ file: FileHandle; isNewFolder: boolean }> {
  try {
    return { file: await open(path, 'wx', 0o600), isNewFolder: false }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const isNewFolder = (await mkdir(dirname(path), { recursive: true })) !== undefined
    return { file: await open(path, 'wx', 0o600), isNewFolder }
  }
}

async function keysIn(root: string, folder: string): Promise<string[]> {
  if (!/^[0-9a-f]{2}$/.test(folder)) throw new Error(`Not a folder of blobs: ${folder}`)
  const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter(name => /^[0-9a-f-]{36}(\.part)?$/.test(name)).map(name => `${folder}/${name}`)
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
