/** The used part of a Zod schema. */
export type Schema = { toJSONSchema(params: object): object; meta(): { id?: string } | undefined }
export type Direction = 'input' | 'output'

/** Where the name of a schema travels in its JSON Schema. */
const nameKey = 'x-name'

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
  [nameKey]?: string
}

/** The name of a schema that is a type of its own; undefined if its type is written out. */
export type NameOf = (schema: Schema, direction: Direction) => string | undefined

/** The TypeScript type of what JSON carries in this direction. Schemas inside it with a name are printed as that name. */
export function typeOf(schema: Schema, direction: Direction, nameOf: NameOf = () => undefined): string {
  const json = schema.toJSONSchema({
    io: direction,
    // Without the names of shapes, which would become references: `nameOf` has them.
    metadata: { get: () => undefined },
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }: { zodSchema: Schema & CoercedNumber; jsonSchema: JsonSchema }) => {
      // A coerced number accepts anything, but means a number.
      const { type, coerce } = zodSchema._zod.def
      if (type === 'number' && coerce && jsonSchema.type === undefined) jsonSchema.type = 'number'
      const name = zodSchema === schema ? undefined : nameOf(zodSchema, direction)
      if (name !== undefined) jsonSchema[nameKey] = name
    },
  })
  return print(json as JsonSchema, direction)
}

type CoercedNumber = { _zod: { def: { type: string; coerce?: boolean } } }

const print = (schema: JsonSchema, direction: Direction): string => schema[nameKey] ?? printPlain(schema, direction)

function printPlain(schema: JsonSchema, direction: Direction): string {
  if (schema.$ref !== undefined) throw new Error(`${schema.$ref}: a schema that contains itself needs a name`)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map(value => JSON.stringify(value)))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return union(choices.map(choice => print(choice, direction)))
  if (schema.allOf) return schema.allOf.map(part => wrapped(print(part, direction))).join(' & ')
  if (schema.not) return 'never'
  if (Array.isArray(schema.type)) return union(schema.type.map(type => print({ ...schema, type }, direction)))
  return printOfType(schema, direction)
}

function printOfType(schema: JsonSchema, direction: Direction): string {
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
      return printArray(schema, direction)
    case 'object':
      return printObject(schema, direction)
    default:
      throw new Error(`No TypeScript type for ${JSON.stringify(schema)}`)
  }
}

function printArray({ prefixItems, items }: JsonSchema, direction: Direction): string {
  if (prefixItems) return `[${prefixItems.map(item => print(item, direction)).join(', ')}]`
  return `${wrapped(print(items ?? {}, direction))}[]`
}

function printObject(
  { properties, required = [], additionalProperties, propertyNames }: JsonSchema,
  direction: Direction,
) {
  if (!properties) {
    const values = typeof additionalProperties === 'object' ? print(additionalProperties, direction) : 'unknown'
    const keys = propertyNames ? print(propertyNames, direction) : 'string'
    if (keys === 'string') return `Record<string, ${values}>`
    return required.length > 0 ? `Record<${keys}, ${values}>` : `Partial<Record<${keys}, ${values}>>`
  }
  const fields = Object.entries(properties).map(([name, field]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    const type = print(field, direction)
    if (required.includes(name)) return `${key}: ${type}`
    // Callers with exactOptionalPropertyTypes may pass undefined too, because JSON leaves the field out.
    return direction === 'input' && type !== 'unknown' ? `${key}?: ${type} | undefined` : `${key}?: ${type}`
  })
  return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('; ')} }`
}

const union = (types: string[]) => {
  const kinds = [...new Set(types)]
  return kinds.includes('unknown') ? 'unknown' : kinds.join(' | ')
}

const wrapped = (type: string) => (/[|&]/.test(type) ? `(${type})` : type)
