import { page } from '@gotrs/contract/ids'
import { z } from 'zod'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import { operationIdOf, tagOf } from './document/nouns.ts'
import { partsOf, takesAnyVersion } from './input-parts.ts'
import type { RestMeta } from './meta.ts'
import { hasPages, pageOf, withPaging } from './page-of.ts'
import { type Procedures, type RestCall, type RestRoute, withPatch } from './route.ts'

type Shape = z.ZodObject | undefined
type Fields = Record<string, unknown>
type Declared = { _def: { inputs: unknown[]; output?: unknown; meta?: ProcedureMeta } }

const procedures = appRouter._def.procedures as unknown as Record<string, Declared>

/** The rows of each procedure that declares how it is reached by REST. */
export const declaredRows = (): RestRoute[] =>
  Object.entries(procedures).flatMap(([name, { _def }]) =>
    _def.meta?.rest && !_def.meta.rest.streams ? rowsOf(name, _def.meta.rest) : [],
  )

function rowsOf(name: string, { alsoPatch, ...meta }: RestMeta): RestRoute[] {
  const row = rowOf(name, meta)
  return alsoPatch ? withPatch(row) : [row]
}

function rowOf(name: string, { answers, ...meta }: RestMeta): RestRoute {
  const input = inputOf(name)
  const { params, others } = partsOf(name, input, meta.path)
  const inQuery = meta.method === 'get' || meta.method === 'delete'
  const answer = answerOf(answers ?? name)
  const isPaged = hasPages(procedures[answers ?? name]?._def.output)
  return {
    operationId: operationIdOf(name),
    tag: tagOf(name),
    errors: isPaged ? ['invalid_cursor'] : [],
    ...meta,
    procedures: answers ? [name, answers] : [name],
    params,
    query: inQuery ? (isPaged ? withPaging(others) : others) : undefined,
    body: inQuery ? undefined : others,
    answer,
    takesIfMatch: takesAnyVersion(input),
    ...versionOf(answer),
    ...(meta.status === 201 && hasId(answer) && { locationOf: ({ id }: { id: string }) => `${meta.path}/${id}` }),
    run: restCall => (isPaged ? runPaged(name, restCall) : run(name, answers, restCall)),
  }
}

/** Pages of a list whose procedure returns all of it. */
async function runPaged(name: string, restCall: RestCall<Shape, Shape, Shape>): Promise<unknown> {
  const { limit, cursor, ...query } = fields(restCall.query)
  const all = await call(restCall.call, name, { ...fields(restCall.params), ...query })
  return pageOf(name, all as unknown[], { limit: limit as number, cursor: cursor as string | undefined })
}

/** Calls the procedure with the fields of the path, the query, the body and `If-Match` as one input. */
async function run(
  name: string,
  answers: string | undefined,
  restCall: RestCall<Shape, Shape, Shape>,
): Promise<unknown> {
  const input: Fields = { ...fields(restCall.params), ...fields(restCall.query), ...fields(restCall.body) }
  // Staff must send the version; a program may leave it out.
  if (takesAnyVersion(inputOf(name))) input.version ??= restCall.ifMatch ?? 'any'
  const answer = answers
    ? await restCall.callThenRead(
        to => call(to, name, input),
        (to, written) => call(to, answers, refFor(answers, { ...input, ...fields(written) })),
      )
    : await call(restCall.call, name, input)
  return Array.isArray(answer) ? { items: answer, nextCursor: null } : answer
}

const fields = (part: unknown): Fields => (part ?? {}) as Fields

function call(to: Procedures, name: string, input: Fields): Promise<unknown> {
  const [noun = '', verb = ''] = name.split('.')
  const nouns = to as unknown as Record<string, Record<string, (input?: Fields) => Promise<unknown>>>
  const procedure = nouns[noun]?.[verb]
  if (!procedure) throw new Error(`there is no procedure ${name}`)
  return inputOf(name) ? procedure(input) : procedure()
}

/** The input of the reading procedure: the fields that it takes, from the input and the answer of the write. */
function refFor(name: string, known: Fields): Fields {
  const wanted = Object.keys(inputOf(name)?.shape ?? {})
  return Object.fromEntries(wanted.map(field => [field, known[field]]))
}

function inputOf(name: string): Shape {
  const [input] = procedures[name]?._def.inputs ?? []
  if (input === undefined || input instanceof z.ZodObject) return input
  throw new Error(`the input of ${name} must be an object, to come apart into path, query and body`)
}

/** A list has pages; a list of things without ids has one page. */
function answerOf(name: string): z.ZodType {
  const output = procedures[name]?._def.output
  if (!(output instanceof z.ZodType)) throw new Error(`${name} is reached by REST and declares no output`)
  return output instanceof z.ZodArray ? page(output.element as z.ZodType) : output
}

type Versioned = { staff: { version: number } | null }

/** A draft has its version itself, a ticket has it where only staff see it. */
function versionOf(answer: z.ZodType): Pick<RestRoute, 'versionOf'> {
  const fields = fieldsOf(answer)
  if (fields.version instanceof z.ZodNumber)
    return { versionOf: (it: { version: number } | null) => it?.version ?? null }
  if (fieldsOf(fields.staff).version === undefined) return {}
  return { versionOf: ({ staff }: Versioned) => staff?.version ?? null }
}

function fieldsOf(answer: unknown): Record<string, unknown> {
  const inner = answer instanceof z.ZodNullable ? answer.unwrap() : answer
  return inner instanceof z.ZodObject ? inner.shape : {}
}

const hasId = (answer: z.ZodType): boolean => answer instanceof z.ZodObject && 'id' in answer.shape
