/** The parts of an error that any process may log or store. */
export type ErrorFacts = {
  type: string
  /** Made of the machine words below; never the error's own message. */
  message: string
  code?: string
  sqlState?: string
  table?: string
  constraint?: string
  syscall?: string
  responseCode?: number
  issues?: string[]
  stack?: string[]
  cause?: ErrorFacts
  errors?: ErrorFacts[]
}

const maxDepth = 3
const maxErrors = 5
const maxFrames = 12

/**
 * The only serializer of errors. It never writes the message of an error: messages of Postgres, drizzle, Zod, JSON.parse,
 * mail servers and URLs may contain data of people. It writes what went wrong and where: the type, codes from closed
 * lists, names of the schema, and the places in the program.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' }
  const facts = { type: typeOf(error), ...codesOf(error) }
  const cause = error.cause === undefined || depth >= maxDepth ? undefined : errorFacts(error.cause, depth + 1)
  const errors = error instanceof AggregateError && depth < maxDepth ? error.errors.slice(0, maxErrors) : []
  return {
    ...facts,
    message: sayFacts(facts, error.message),
    stack: framesOf(error),
    ...(cause ? { cause } : {}),
    ...(errors.length > 0 ? { errors: errors.map(it => errorFacts(it, depth + 1)) } : {}),
  }
}

/** The same in one line, with its causes, for places that take only a text. */
export function errorWords(error: unknown): string {
  const words: string[] = []
  for (let at: ErrorFacts | undefined = errorFacts(error); at; at = at.cause ?? at.errors?.[0]) words.push(at.message)
  return words.join('; ')
}

const typeOf = (error: Error) => wordOf(error.name === 'Error' ? error.constructor.name : error.name) ?? 'Error'

type Codes = Pick<ErrorFacts, 'code' | 'sqlState' | 'table' | 'constraint' | 'syscall' | 'responseCode' | 'issues'>

function codesOf(error: Error): Codes {
  const given = error as Error & Record<string, unknown>
  const isOfPostgres = 'severity' in given && /^[0-9A-Z]{5}$/.test(String(given.code))
  const code = wordOf(given.code)
  const { responseCode } = given
  return without({
    ...(isOfPostgres
      ? { sqlState: code, table: wordOf(given.table), constraint: wordOf(given.constraint) }
      : { code, syscall: wordOf(given.syscall) }),
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
    issues: Array.isArray(given.issues)
      ? given.issues.slice(0, maxErrors).map(it => wordOf(it?.code) ?? '?')
      : undefined,
  })
}

const without = <T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never

/** A name from a program or a schema. */
const wordOf = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && /^[\w.:-]{1,80}$/.test(String(value))
    ? String(value)
    : undefined

/** Whole sentences of libraries and of ours that hold nothing else, and say more than a type. */
const constants = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'The server closed the connection.',
  'The server does not answer any more.',
  'The server takes too long to answer.',
  'Postgres does not answer.',
  'The runner of jobs ended.',
])

function sayFacts(facts: Codes & { type: string }, message: string): string {
  const { type, code, sqlState, table, constraint, syscall, responseCode, issues } = facts
  const words = [
    type,
    syscall,
    code,
    sqlState && `SQLSTATE ${sqlState}`,
    table,
    constraint,
    responseCode,
    issues?.join(','),
  ]
  const known = constants.has(message) ? [message] : []
  return [...words, ...known].filter(word => word !== undefined && word !== '').join(' ')
}

const frame =
  /^\s+at (?:async )?(?:[\w$.<>#[\] ]{1,120} \()?(?:file:\/\/|node:|\/|[A-Z]:\\|<anonymous>)[^()\n]{0,300}\)?$|^\s+at (?:async )?Promise\.\w{1,12} \(index \d+\)$/

/** The places alone. A message of several lines may look like them, so it is cut off first, and the rest has to be whole. */
function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message)
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split('\n')
  const first = lines.findLastIndex(line => line.trim() !== '' && !frame.test(line)) + 1
  return lines.slice(first, first + maxFrames).flatMap(line => (line.trim() === '' ? [] : line.trim()))
}
