// biome-ignore lint/style/noRestrictedImports: the rule keeps I/O out of the package; tests read their fixtures.
import { readdirSync, readFileSync } from 'node:fs'

/** A mail's body with what its sender wrote himself. */
export type Letter = { name: string; body: string; visible: string }

const DIVIDER = '\n===== visible =====\n'

/** One file a letter: the body, a line of its own, and below it what stays visible. */
export function readLetters(kind: 'text' | 'html'): Letter[] {
  const folder = new URL(`../fixtures/${kind}/`, import.meta.url)
  return readdirSync(folder)
    .sort()
    .map(file => letterOf(file, readFileSync(new URL(file, folder), 'utf8')))
}

function letterOf(file: string, content: string): Letter {
  const at = content.indexOf(DIVIDER)
  if (at < 0 || !content.endsWith('\n'))
    throw new Error(`${file} lacks the line ${DIVIDER.trim()}, or the last line end.`)
  const name = file.replace(/\.\w+$/, '').replaceAll('-', ' ')
  return { name, body: content.slice(0, at), visible: content.slice(at + DIVIDER.length, -1) }
}
