import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockDataDir } from './lock.ts'

let home: string
let file: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gotrs-lock-'))
  file = join(home, 'gotrs.lock')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

it('accepts the first process, and names it to the next one', () => {
  const lock = lockDataDir(home)
  expect(lock.isTakenOver).toBe(false)
  expect(() => lockDataDir(home)).toThrow(`GOTRS is already running on ${home} (process ${process.pid})`)
  lock.release()
  expect(existsSync(file)).toBe(false)
  lockDataDir(home).release()
})

it('takes over from a process that is dead', () => {
  const { pid } = spawnSync('true')
  writeFileSync(file, JSON.stringify({ pid, began: 'once' }))
  const lock = lockDataDir(home)
  expect(lock.isTakenOver).toBe(true)
  expect(readFileSync(file, 'utf8')).toContain(String(process.pid))
  lock.release()
  expect(readdirSync(home)).toEqual([])
})

it('takes over where the process id now belongs to a stranger', () => {
  const lock = lockDataDir(home)
  const own = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; began: string }
  lock.release()
  writeFileSync(file, JSON.stringify({ ...own, began: `${own.began}0` }))
  expect(lockDataDir(home).isTakenOver).toBe(true)
})

it('takes over a file that a crash left half written', () => {
  writeFileSync(file, '{"pid":')
  expect(lockDataDir(home).isTakenOver).toBe(true)
})

it('does not remove a lock of another process', () => {
  const lock = lockDataDir(home)
  writeFileSync(file, 'another')
  lock.release()
  expect(readFileSync(file, 'utf8')).toBe('another')
})

it('creates the folder, or says why it cannot', () => {
  lockDataDir(join(home, 'a', 'b')).release()
  expect(existsSync(join(home, 'a', 'b'))).toBe(true)
  writeFileSync(join(home, 'flat'), '')
  expect(() => lockDataDir(join(home, 'flat', 'below'))).toThrow(/is a file or below a file: set DATA_DIR to a folder/)
})
