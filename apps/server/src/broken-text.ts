import { DeskError } from '@gotrs/contract/errors'

/**
 * Rejects text that Postgres cannot store: NUL, and halves of surrogate pairs. Checks every string of an input, keys
 * too, so that procedures need not. @throws DeskError `invalid_input`
 */
export function rejectBrokenText(input: unknown): void {
  const waiting: { value: unknown; path: string }[] = [{ value: input, path: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next
    if (typeof value === 'string') refuse(value, path)
    else if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) {
        refuse(key, path)
        waiting.push({ value: inner, path: path ? `${path}.${key}` : key })
      }
    }
  }
}

function refuse(text: string, path: string): void {
  if (!text.includes('\0') && text.isWellFormed()) return
  const message = 'contains an invalid character (an unpaired surrogate). Remove it'
  throw new DeskError('invalid_input', { issues: [{ path, message }] })
}
