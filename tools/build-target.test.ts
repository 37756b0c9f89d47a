import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const { buildTarget } = await import(new URL('./build-target.mjs', import.meta.url).href)

let dist: string
let source: string

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'gotrs-build-'))
  source = join(dist, 'source.ts')
  writeFileSync(source, 'first')
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dist, { recursive: true })
})

/** What builds an app into the draft: its public file, then its page. */
type Steps = { meanwhile?: () => Promise<void>; page?: string }

const app = ({ meanwhile, page = 'page' }: Steps = {}) => ({
  name: 'web/app',
  sources: [source],
  expected: ['index.html', 'icon.svg'],
  build: vi.fn(async (draft: string) => {
    mkdirSync(draft, { recursive: true })
    writeFileSync(join(draft, 'icon.svg'), 'icon')
    await meanwhile?.()
    if (page) writeFileSync(join(draft, 'index.html'), page)
    return 0
  }),
})

const built = () => readdirSync(join(dist, 'web/app')).sort()
const drafts = () => readdirSync(join(dist, 'web')).filter(it => it !== 'app')

/** Resolves for both callers when both are there. */
function meeting() {
  let count = 0
  let open = () => {}
  const both = new Promise<void>(resolve => {
    open = resolve
  })
  return () => {
    count += 1
    if (count === 2) open()
    return both
  }
}

it('two builds at once leave one complete build and no draft', async () => {
  const meanwhile = meeting()
  await Promise.all([buildTarget(app({ meanwhile }), dist), buildTarget(app({ meanwhile }), dist)])
  expect(built()).toEqual(['icon.svg', 'index.html'])
  expect(drafts()).toEqual([])
})

it('does not build again what was built from the same sources', async () => {
  await buildTarget(app(), dist)
  const again = app()
  await buildTarget(again, dist)
  expect(again.build).not.toHaveBeenCalled()
  writeFileSync(source, 'second')
  await buildTarget(app({ page: 'second page' }), dist)
  expect(readFileSync(join(dist, 'web/app/index.html'), 'utf8')).toBe('second page')
})

it('keeps the previous build instead of a draft that lacks a file, and names the file', async () => {
  await buildTarget(app(), dist)
  writeFileSync(source, 'second')
  await expect(buildTarget(app({ page: '' }), dist)).rejects.toThrow(
    'Building web/app failed: its draft has no index.html.',
  )
  expect(built()).toEqual(['icon.svg', 'index.html'])
  const again = app()
  await buildTarget(again, dist)
  expect(again.build).toHaveBeenCalled()
})

it('builds again what lost a file after it was built', async () => {
  await buildTarget(app(), dist)
  rmSync(join(dist, 'web/app/icon.svg'))
  await buildTarget(app(), dist)
  expect(built()).toEqual(['icon.svg', 'index.html'])
})

it('deletes the draft of a killed build, and leaves the draft of a running one', async () => {
  const killed = join(dist, 'web/app.draft-999999999-x')
  const running = join(dist, `web/app.draft-${process.ppid}-x`)
  for (const draft of [killed, running]) mkdirSync(draft, { recursive: true })
  await buildTarget(app(), dist)
  expect(existsSync(killed)).toBe(false)
  expect(existsSync(running)).toBe(true)
})
