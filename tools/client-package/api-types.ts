import { appRouter } from '../../apps/server/src/router.ts'
import { errorStatus } from '../../packages/contract/src/errors.ts'
import { scopeOf } from '../../packages/contract/src/scopes.ts'
import { contractSchemas } from './contract-schemas.ts'
import { docComments } from './doc-comments.ts'
import { type Direction, type NameOf, type Schema, typeOf } from './print-type.ts'

type Procedure = {
  _def: {
    type: 'query' | 'mutation' | 'subscription'
    inputs: Schema[]
    output?: Schema
    meta?: { permission: keyof typeof scopeOf | 'anyone'; rest?: { streams?: Schema } }
  }
}

export const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

const kinds = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }

/** Two files of TypeScript, from the declarations of the procedures: the types of the contract, and the API made of them. */
export async function apiTypes(): Promise<{ contract: string; api: string }> {
  const { nameOf, declared } = nameTypes(await contractSchemas())
  const comments = docComments()
  const byNoun = Map.groupBy(procedures, ([path]) => path.slice(0, path.indexOf('.')))
  const nouns = [...byNoun].map(([noun, members]) => {
    const printed = members.map(([path, procedure]) => printProcedure(path, procedure, nameOf, comments.get(path)))
    return `  ${noun}: {\n${printed.join('\n')}\n  }`
  })
  const used = new Set(
    nouns
      .join()
      .replaceAll(/\/\*\*[\s\S]*?\*\/|"[^"]*"/g, '')
      .match(/\w+/g),
  )
  const codes = Object.keys(errorStatus).map(code => JSON.stringify(code))
  const types = [...declared, ['ErrorCode', codes.join(' | ')]]
    .sort()
    .map(([name, type]) => `export type ${name} = ${type}`)
  return {
    contract: `${generated}${types.join('\n')}\n`,
    api: `${generated}import type { Mutation, Query, Subscription } from './calls.ts'
import type { ${[...declared.keys()].filter(name => used.has(name)).join(', ')} } from './contract.ts'

/** Every procedure of the server. */
export type Api = {
${nouns.join('\n')}
}
`,
  }
}

const generated = '// Generated from the router of the server: do not edit.\n'

/** Names the schemas of the contract that procedures use. `declared` has the types that were named so far. */
function nameTypes(schemas: ReadonlyMap<Schema, string>) {
  const declared = new Map<string, string>()
  const nameOf: NameOf = (schema, direction) => {
    const name = schemas.get(schema)
    if (name === undefined) return undefined
    const own: Direction = name.endsWith('Input') ? 'input' : 'output'
    const text = typeOf(schema, own)
    // A string or a number needs no name.
    if (!/[{"]/.test(text) || typeOf(schema, direction) !== text) return undefined
    if (!declared.has(name)) {
      declared.set(name, '')
      declared.set(name, typeOf(schema, own, nameOf))
    }
    return name
  }
  return { nameOf, declared }
}

function printProcedure(path: string, { _def }: Procedure, nameOf: NameOf, comment = '') {
  const { type, inputs, output, meta } = _def
  const name = path.slice(path.indexOf('.') + 1)
  if (inputs.length > 1) throw new Error(`${path} has more than one input: say here how to join them`)
  const print = (schema: Schema, direction: Direction) => nameOf(schema, direction) ?? typeOf(schema, direction, nameOf)
  const [input] = inputs
  const item = meta?.rest?.streams ?? output
  if (!item) throw new Error(`${path} declares neither what it returns nor what it streams`)
  const out = type === 'subscription' ? `{ id: string; data: ${print(item, 'output')} }` : print(item, 'output')
  const access = !meta || meta.permission === 'anyone' ? 'Needs no login.' : `Scope: \`${scopeOf[meta.permission]}\`.`
  const [summary = '', throws] = comment.split(/ ?@throws /)
  const lines = [summary, access, throws && `@throws ${throws}`].filter(Boolean)
  return `    /**
${lines.map(line => `     * ${line}`).join('\n')}
     */
    ${name}: ${kinds[type]}<${input ? print(input, 'input') : 'void'}, ${out}>`
}
