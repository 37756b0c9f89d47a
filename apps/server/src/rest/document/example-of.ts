import { createHash } from 'node:crypto'
import { type Json, type JsonSchema, nameIn, type Schemas } from './document.ts'
import { isNullIn, wordFor } from './example-words.ts'

type Place = {
  /** The field that the value is for, and the thing that has the field: `title` of `ticket`. */
  field: string
  owner: string
  /** The example of a request is short: only the required fields, unless no field is required. */
  isBody?: boolean
}

/**
 * A value that a schema describes: its own example where it has one, else one made of its type, format and field name.
 * @throws Error for a string that only a person can think of
 */
export function exampleOf(schema: JsonSchema, schemas: Schemas, place: Place): Json {
  const { $ref, const: constant, enum: values, examples, anyOf, oneOf = anyOf } = schema
  if (examples?.[0] !== undefined) return examples[0]
  if ($ref !== undefined) return exampleOfNamed(nameIn($ref), schemas, place.isBody)
  if (constant !== undefined) return constant
  if (values?.[0] !== undefined) return values.find(value => value === wordFor(place)) ?? values[0]
  if (oneOf) return oneOfThem(oneOf, schemas, place)
  if (Array.isArray(schema.type))
    return oneOfThem(
      schema.type.map(type => ({ ...schema, type })),
      schemas,
      place,
    )
  if (schema.type === 'object') return objectOf(schema, schemas, place)
  if (schema.type === 'array')
    return [exampleOf(schema.items ?? {}, schemas, { ...place, field: singular(place.field) })]
  return plainValue(schema, place)
}

/** The same for a named shape: `TicketDetail` is `ticketDetail`. */
export function exampleOfNamed(name: string, schemas: Schemas, isBody = false): Json {
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
  return exampleOf(schemas[name] ?? {}, schemas, { field, owner: field, isBody })
}

function oneOfThem(choices: JsonSchema[], schemas: Schemas, place: Place): Json {
  const others = choices.filter(({ type }) => type !== 'null')
  const [first] = others
  if (first === undefined || (others.length < choices.length && isNullIn(place))) return null
  return exampleOf(first, schemas, place)
}

function objectOf({ properties = {}, required = [] }: JsonSchema, schemas: Schemas, place: Place): Json {
  const isShort = place.isBody && required.length > 0
  // The version has a header of its own.
  const isShown = (field: string) => (isShort ? required.includes(field) : !place.isBody || field !== 'version')
  const fields = Object.entries(properties).filter(([field]) => isShown(field))
  return Object.fromEntries(
    fields.map(([field, schema]) => [field, exampleOf(schema, schemas, { ...place, field, owner: place.field })]),
  )
}

function plainValue({ type, format, minimum = 0, default: left }: JsonSchema, place: Place): Json {
  if (type === 'boolean') return left ?? /^(isActive|isOwn|isCurrent|isOk|hasPassword)$/.test(place.field)
  if (type === 'integer' || type === 'number') return wordFor(place) ?? left ?? Math.max(minimum, 0)
  if (format === 'uuid') return uuidFor(place)
  if (format === 'date-time') return wordFor(place) ?? '2026-11-22T09:30:00.000Z'
  const word = wordFor(place) ?? left
  if (word === undefined) {
    throw new Error(
      `No example for ${place.owner}.${place.field}: add .meta({ examples }) to it, or a line to example-words.ts.`,
    )
  }
  return word
}

/** The same id for the same thing: `id` of a Ticket is the `ticketId` of a Message. */
function uuidFor({ field, owner }: Place): string {
  const what = field === 'id' ? `${owner.replace(/Detail$|WithSecret$|^created(?=ApiToken)/, '')}Id` : field
  const hash = createHash('sha256').update(what.toLowerCase()).digest('hex')
  return `01938c5e-7a10-7000-8000-${hash.slice(0, 12)}`
}

const singular = (field: string) => field.replace(/(?<=alias)es$|s$/, '')
