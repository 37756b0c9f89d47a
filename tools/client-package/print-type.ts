/** As much of a Zod schema as is needed. */
export type Schema = { toJSONSchema(params: object): object }
export type Direction = 'input' | 'output'

type JsonSchema = {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  not?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  $ref?: string
}

/** Names for types that are written the same: text → name. */
export type Names = ReadonlyMap<string, string>

/** The TypeScript type of what goes in or comes out, as JSON carries it. */
export function typeOf(schema: Schema, direction: Direction, names: Names = new Map()): string {
  const json = schema.toJSONSchema({
    io: direction,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }: { zodSchema: CoercedNumber; jsonSchema: JsonSchema }) => {
      // What is coerced takes anything, but means a number.
      const { type, coerce } = zodSchema._zod.def
      if (type === 'number' && coerce && jsonSchema.type === undefined) jsonSchema.type = 'number'
    },
  })
  return print(json as JsonSchema, { direction, names })
}

type CoercedNumber = { _zod: { def: { type: string; coerce?: boolean } } }
type Context = { direction: Direction; names: Names }

function print(schema: JsonSchema, context: Context): string {
  const text = printPlain(schema, context)
  return context.names.get(text) ?? text
}

function printPlain(schema: JsonSchema, context: Context): string {
  if (schema.$ref !== undefined) throw new Error(`${schema.$ref}: a shape that holds itself needs a name of its own`)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map(value => JSON.stringify(value)))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return union(choices.map(choice => print(choice, context)))
  if (schema.allOf) return schema.allOf.map(part => wrapped(print(part, context))).join(' & ')
  if (schema.not) return 'never'
  if (Array.isArray(schema.type)) return union(schema.type.map(type => print({ ...schema, type }, context)))
  return printOfType(schema, context)
}

function printOfType(schema: JsonSchema, context: Context): string {
  switch (schema.type) {
    case undefined:
      return 'unknown'
    case 'integer':
      return 'number'
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type
    case 'array':
      return printArray(schema, context)
    case 'object':
      return printObject(schema, context)
    default:
      throw new Error(`No type is known for ${JSON.stringify(schema)}`)
  }
}

function printArray({ prefixItems, items }: JsonSchema, context: Context): string {
  if (prefixItems) return `[${prefixItems.map(item => print(item, context)).join(', ')}]`
  return `${wrapped(print(items ?? {}, context))}[]`
}

function printObject({ properties, required = [], additionalProperties, propertyNames }: JsonSchema, context: Context) {
  if (!properties) {
    const values = typeof additionalProperties === 'object' ? print(additionalProperties, context) : 'unknown'
    const keys = propertyNames ? print(propertyNames, context) : 'string'
    if (keys === 'string') return `Record<string, ${values}>`
    return required.length > 0 ? `Record<${keys}, ${values}>` : `Partial<Record<${keys}, ${values}>>`
  }
  const fields = Object.entries(properties).map(([name, field]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    const type = print(field, context)
    if (required.includes(name)) return `${key}: ${type}`
    // Under exactOptionalPropertyTypes too a field may be given as undefined: it does not get into the JSON.
    return context.direction === 'input' && type !== 'unknown' ? `${key}?: ${type} | undefined` : `${key}?: ${type}`
  })
  return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('; ')} }`
}

const union = (types: string[]) => {
  const kinds = [...new Set(types)]
  return kinds.includes('unknown') ? 'unknown' : kinds.join(' | ')
}

const wrapped = (type: string) => (/[|&]/.test(type) ? `(${type})` : type)
