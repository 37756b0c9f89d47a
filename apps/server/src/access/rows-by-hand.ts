import type { RestRoute } from '../rest/route.ts'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import type { Fields } from './call-row.ts'
import { type Case, casesOf } from './cases.ts'
import { inputsOf } from './inputs.ts'
import type { Place } from './place.ts'
import type { Scene } from './scene.ts'

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>

export const nameOf = ({ method, path }: RestRoute) => `${method.toUpperCase()} ${path}`

/** No procedure declares it. */
export const isByHand = ({ procedures: [name = ''], method, sameAs = method, path }: RestRoute): boolean => {
  const declared = procedures[name]?._def.meta?.rest
  return declared?.method !== sameAs || declared.path !== path
}

/** The row that it answers like: `PATCH` has the inputs of `PUT`, and decides the same. */
export const likeOf = (row: RestRoute): string => nameOf({ ...row, method: row.sameAs ?? row.method })

/** An input of a row, and the procedure and input that must get the same decision. */
export type RowCase = {
  name: string
  input: unknown
  as: [procedure: string, input: unknown] | null
  isMissing: boolean
}
type Written = Record<string, [input: unknown, procedure: string, as: unknown] | [input: unknown]>

/** The cases of a row by hand: those written here, or those of its procedure. */
export function rowCasesOf(row: RestRoute, scene: Scene): RowCase[] {
  const own = written[likeOf(row)]?.(scene)
  const [procedure = ''] = row.procedures
  if (!own) return casesOf(procedure, scene).map(it => asProcedure(procedure, it))
  return Object.entries(own).map(([name, [input, as, inputOfIt]]) => ({
    ...{ name, input, isMissing: name.startsWith('missing') },
    as: as === undefined ? null : [as, inputOfIt],
  }))
}

/** The inputs of a row as they are written, with no id replaced. */
export const inputsOfRow = (row: RestRoute, scene: Scene): Fields[] => {
  const own = written[likeOf(row)]?.(scene)
  const inputs = own
    ? Object.values(own).map(([input]) => input)
    : Object.values(inputsOf(row.procedures[0] ?? '')).map(make => make(scene))
  return inputs.map(input => (input ?? {}) as Fields)
}

const asProcedure = (procedure: string, { name, input, isMissing }: Case): RowCase => ({
  ...{ name, input, isMissing, as: [procedure, input] },
})

/** Rows whose input differs from that of their procedure. */
const written: Record<string, (s: Scene) => Written> = {
  'PUT /api/tickets/{ticketId}': s => {
    const { support, billing, legal, missing, version } = s
    const solve = ({ fresh }: Place): Written[string] => {
      const at = { ticketId: fresh.ticketId }
      return [{ ...at, status: 'resolved' }, 'tickets.resolve', { ...at, version }]
    }
    const read = ({ ticketId }: Place): Written[string] => [{ ticketId }, 'tickets.get', { ticketId }]
    const fields = ({ ticketId }: Place): Written[string] => [
      { ticketId, priority: 'high', tags: ['vpn'] },
      'tickets.setPriority',
      { ticketId, version, priority: 'high' },
    ]
    const { resolved, fresh, ticketId } = support
    return {
      ...{ support: solve(support), billing: solve(billing), legal: solve(legal), missing: solve(missing) },
      'support reopened': [{ ...resolved, status: 'open' }, 'tickets.reopen', { ...resolved, version }],
      'support closed': [{ ...fresh, status: 'closed' }, 'tickets.close', { ...fresh, version }],
      ...{ 'support, fields of staff': fields(support), 'support, nothing': read(support) },
      ...{ 'billing, nothing': read(billing), 'missing, nothing': read(missing) },
      ...{ 'missing, fields of staff': fields(missing), 'billing, fields of staff': fields(billing) },
      'support into legal': [
        { ticketId, queueId: legal.queueId },
        'tickets.move',
        { ticketId, version, queueId: legal.queueId },
      ],
    }
  },
  'POST /api/tickets/{ticketId}/messages': ({ support, billing, legal, missing, version }) => {
    const answer = ({ ticketId }: Place): Written[string] => [
      { ticketId, text: 'One more word.' },
      'messages.reply',
      { ticketId, version, text: 'One more word.' },
    ]
    const note = ({ ticketId }: Place): Written[string] => [
      { ticketId, text: 'Between us.', kind: 'note' },
      'messages.addNote',
      { ticketId, text: 'Between us.' },
    ]
    return {
      ...{ support: answer(support), billing: answer(billing), legal: answer(legal), missing: answer(missing) },
      ...{ 'note in support': note(support), 'note in billing': note(billing), 'missing, note': note(missing) },
    }
  },
}

type Difference = { row: string; caseName?: string; from: string; to: string; because: string }

/** Where REST decides differently from the procedure, each with its reason. */
export const differences: Difference[] = [
  {
    row: 'PUT /api/tickets/{ticketId}',
    from: 'forbidden',
    to: 'not_found',
    because: 'the ticket is read first: a caller who may not read it gets `not_found`',
  },
  {
    row: 'GET /api/auth/me',
    from: 'ok',
    to: 'not_logged_in',
    because: 'the procedure answers null without a login, because the web apps need that; a program must log in',
  },
]
