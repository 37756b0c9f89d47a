import { appRouter } from '../../apps/server/src/router.ts'
import { scopeOf } from '../../packages/contract/src/scopes.ts'
import { docComments } from './doc-comments.ts'
import { type Names, type Schema, typeOf } from './print-type.ts'
import { namedInputs, namedOutputs, namedWords, streamedItems } from './shapes.ts'

type Procedure = {
  _def: {
    type: 'query' | 'mutation' | 'subscription'
    inputs: Schema[]
    output?: Schema
    meta?: { permission: keyof typeof scopeOf | 'anyone' }
  }
}

export const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

const kinds = {
  query: 'TRPCQueryProcedure',
  mutation: 'TRPCMutationProcedure',
  subscription: 'TRPCSubscriptionProcedure',
}

/** The whole interface of the server as TypeScript that needs nothing but `@trpc/server`. */
export function apiTypes(): string {
  const { names, lines } = namedTypes()
  const comments = docComments()
  const byNoun = Map.groupBy(procedures, ([path]) => path.slice(0, path.indexOf('.')))
  const nouns = [...byNoun].map(([noun, members]) => {
    const printed = members.map(([path, procedure]) => printProcedure(path, procedure, names, comments.get(path)))
    return `  ${noun}: {\n${printed.join('\n')}\n  }`
  })
  return `// Made from the router of the server: do not edit.
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'

${lines.join('\n')}

/** Every procedure of the server, as a router of tRPC. */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: TRPCDefaultErrorShape; transformer: false },
  Procedures
>

export type Procedures = {
${nouns.join('\n')}
}
`
}

/** Named types, smaller ones first, so that the greater ones can use their names. */
function namedTypes(): { names: Names; lines: string[] } {
  const names = new Map<string, string>()
  const lines: string[] = []
  const add = (name: string, type: string) => {
    // Two names for one shape: the first one stays in use, the second is another word for it.
    lines.push(`export type ${name} = ${names.get(type) ?? type}`)
    if (!names.has(type)) names.set(type, name)
  }
  for (const [name, words] of Object.entries(namedWords)) add(name, words.map(word => JSON.stringify(word)).join(' | '))
  for (const [name, schema] of Object.entries(namedOutputs)) add(name, typeOf(schema, 'output', names))
  for (const [name, schema] of Object.entries(namedInputs)) add(name, typeOf(schema, 'input', names))
  return { names, lines }
}

function printProcedure(path: string, { _def: { type, inputs, output, meta } }: Procedure, names: Names, comment = '') {
  const name = path.slice(path.indexOf('.') + 1)
  if (inputs.length > 1) throw new Error(`${path} has more than one input: say here how they go together`)
  const [input] = inputs
  const out = type === 'subscription' ? streamed(path) : answered(path, output, names)
  const access = !meta || meta.permission === 'anyone' ? 'Needs no login.' : `Scope: \`${scopeOf[meta.permission]}\`.`
  const [words = '', throws] = comment.split(/ ?@throws /)
  const lines = [words, access, throws && `@throws ${throws}`].filter(Boolean)
  return `    /**
${lines.map(line => `     * ${line}`).join('\n')}
     */
    ${name}: ${kinds[type]}<{ input: ${input ? typeOf(input, 'input', names) : 'void'}; output: ${out}; meta: unknown }>`
}

function streamed(path: string): string {
  const item = streamedItems[path]
  if (!item) throw new Error(`${path} is a stream: say in shapes.ts what it yields`)
  return `AsyncIterable<{ id: string; data: ${item} }>`
}

function answered(path: string, output: Schema | undefined, names: Names): string {
  if (!output) throw new Error(`${path} has no output schema`)
  return typeOf(output, 'output', names)
}
