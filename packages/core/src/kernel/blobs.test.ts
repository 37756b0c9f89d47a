import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Blobs, diskBlobs } from './blobs.ts'

describe('blobs on disk', () => {
  let root: string
  let blobs: Blobs

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'gotrs-blobs-'))
    blobs = diskBlobs(root)
  })
  afterAll(() => rm(root, { recursive: true }))

  it('return the bytes, whole or in a range, with their size and hash', async () => {
    const stored = await blobs.put(Readable.from([Buffer.from('hello '), Buffer.from('world')]))
    expect(stored).toMatchObject({ size: 11, sha256: createHash('sha256').update('hello world').digest('hex') })
    expect((await blobs.read(stored.key)).toString()).toBe('hello world')
    expect(await text(blobs.stream(stored.key, { start: 6, end: 8 }))).toBe('wor')
  })

  it('stop at the limit, or when the source fails, and leave no partial file', async () => {
    const files = async () => (await readdir(root, { recursive: true })).filter(name => name.length > 2)
    const before = await files()
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024)
      })(),
    )
    await expect(blobs.put(endless, { maxBytes: 10_000 })).rejects.toMatchObject({ code: 'too_large' })
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('a')
        throw new Error('cut')
      })(),
    )
    await expect(blobs.put(broken)).rejects.toThrow('cut')
    expect(await files()).toEqual(before)
  })

  it('never leave their folder', async () => {
    expect(() => blobs.stream('../../etc/passwd')).toThrow('Not a blob key')
    await expect(async () => blobs.read('ab/../../x')).rejects.toThrow('Not a blob key')
  })

  it('fail the check when the folder is not writable', async () => {
    await blobs.check()
    await expect(diskBlobs(join(fileURLToPath(import.meta.url), 'below')).check()).rejects.toThrow()
  })
})
