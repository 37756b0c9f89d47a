import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const folders = [
  'packages/core/src/inbound',
  'packages/core/src/outbound',
  'packages/core/src/mailboxes',
  'apps/mail-worker/src',
]

/** Every crash point in the sources, so that the run covers a new one at once. */
export function crashPoints(): string[] {
  const found = new Set<string>()
  for (const folder of folders) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      for (const match of readFileSync(join(root, folder, file), 'utf8').matchAll(/reachPoint\('([^']+)'\)/g)) {
        if (match[1]) found.add(match[1])
      }
    }
  }
  if (found.size === 0) throw new Error('The sources have no crash point.')
  return [...found].sort()
}
