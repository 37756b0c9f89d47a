import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkDataDir, checkFreeSpace, checkNode } from './machine.ts'

it('wants Node 24', () => {
  expect(checkNode('24.21.0').state).toBe('fine')
  expect(checkNode('22.1.0')).toMatchObject({ state: 'trouble', detail: expect.stringContaining('Node 24') })
})

it('warns while there is time, and fails before mail has to wait', () => {
  const states = [10, 1, 0.1].map(gibibytes => checkFreeSpace(gibibytes * 1024 ** 3).state)
  expect(states).toEqual(['fine', 'note', 'trouble'])
})

it('distinguishes a folder that gotrs start creates from one that it cannot create', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gotrs-folder-'))
  writeFileSync(join(home, 'file'), '')
  const check = async (dataDir: string) => (await checkDataDir({ dataDir }))[0]
  expect(await check(join(home, 'a/b'))).toMatchObject({ state: 'note', detail: expect.stringContaining('creates it') })
  for (const below of ['file', 'file/data']) {
    const detail = `${join(home, below)} is a file or below a file: set DATA_DIR to a folder.`
    expect(await check(join(home, below))).toMatchObject({ state: 'trouble', detail })
  }
  expect(await check(home)).toMatchObject({ state: 'fine' })
  rmSync(home, { recursive: true })
})
