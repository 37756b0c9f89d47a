import { z } from 'zod'

/**
 * Sets the texts for invalid fields wherever a schema has no text of its own. The field's name comes before the text:
 * `title: is missing: send a text`. Applies to the whole process.
 */
export function describeInputErrors(): void {
  z.config({ customError: wordsOf })
}

type Issue = z.core.$ZodRawIssue

function wordsOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue)
    case 'too_small':
      return size(issue, 'at least', issue.minimum)
    case 'too_big':
      return size(issue, 'at most', issue.maximum)
    case 'invalid_format':
      return formats[issue.format] ?? 'has the wrong format. See /api/docs'
    case 'invalid_value':
      return missing(issue) ?? `must be one of ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return unknownFields(issue)
    case 'invalid_union':
      return missing(issue) ?? 'has the wrong format. See /api/docs'
    case 'invalid_key':
    case 'invalid_element':
      return 'contains an invalid entry. See /api/docs'
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    // A check in code has its own text.
    case 'custom':
      return undefined
  }
}

type Unknown = Extract<Issue, { code: 'unrecognized_keys' }>

/** A field that has another name in other parts of the API: the message names the right one. */
function unknownFields({ keys, inst }: Unknown): string {
  const known = inst instanceof z.ZodObject ? Object.keys(inst.shape) : []
  const shown = keys.slice(0, 5)
  const meant = shown.flatMap(key => known.filter(it => isMeant(key, it)).map(it => `did you mean ${it} by ${key}?`))
  const hint = meant.length > 0 ? meant.join(' ') : 'leave it out. See /api/docs'
  return `has no field ${shown.join(', ')}: ${hint}`
}

const aliases: readonly (readonly string[])[] = [
  ['message', 'text', 'body', 'content', 'description'],
  ['title', 'subject'],
  ['queue', 'queueId'],
  ['assigneeId', 'assignee'],
  ['customerEmail', 'customer', 'email'],
  ['eventTypes', 'events'],
  ['attachmentIds', 'attachments'],
]

const isMeant = (key: string, known: string) =>
  plainName(key) === plainName(known) || aliases.some(names => names.includes(key) && names.includes(known))

const plainName = (name: string) => name.toLowerCase().replaceAll('_', '')

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

type OfType = Extract<Issue, { code: 'invalid_type' }>

function ofType(issue: OfType): string {
  const wanted = kinds[issue.expected] ?? issue.expected
  return missing(issue, wanted) ?? `must be ${wanted}, not ${kindOf(issue.input)}`
}

const missing = ({ input }: Issue, wanted = 'it'): string | undefined =>
  input === undefined ? `is missing: send ${wanted}` : undefined

function kindOf(input: unknown): string {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'number' && !Number.isInteger(input)) return 'a fraction'
  return kinds[typeof input] ?? typeof input
}

type Sized = Extract<Issue, { code: 'too_small' | 'too_big' }>

function size({ origin, inclusive, code }: Sized, words: string, limit: number | bigint): string {
  if (code === 'too_small' && Number(limit) === 1 && origin === 'string') return 'must not be empty'
  if (origin === 'string') return `must have ${words} ${plural(limit, 'character')}`
  if (origin === 'array') return `must have ${words} ${plural(limit, 'entry', 'entries')}`
  const isOpen = inclusive === false
  const edge = code === 'too_small' ? 'more than' : 'less than'
  return `must be ${isOpen ? edge : words} ${limit}`
}

const plural = (count: number | bigint, one: string, many = `${one}s`) =>
  Number(count) === 1 ? `${count} ${one}` : `${count} ${many}`

const formats: Record<string, string> = {
  uuid: 'must be a UUID, such as 01938c5e-0000-7000-8000-000000000000',
  email: 'must be an e-mail address, such as name@example.org',
  url: 'must be a web address, such as https://example.org/path',
  datetime: 'must be a time in ISO 8601 and UTC, such as 2026-11-22T09:30:00Z',
}
