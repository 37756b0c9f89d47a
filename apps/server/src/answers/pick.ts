import { z } from 'zod'

/** Copies the fields that a shape has. */
type Pick = (value: unknown) => unknown

const plain = new Set(['string', 'number', 'boolean', 'null', 'enum', 'literal', 'undefined', 'unknown'])
const known = new WeakMap<z.ZodType, { pick: Pick | null }>()

/**
 * Picks the fields of the shape that the procedure declares, so that no other field leaves the server. Types and tests
 * check the values; validating each answer would take a tenth of the time of a request.
 * @throws Error for a kind of shape that it doesn't know
 */
export const pickerOf = (shape: z.ZodType): Pick => pickIn(shape) ?? (value => value)

/** Null for a shape without fields, or with any: the code that reads the payload of an event filters it. */
function pickIn(shape: z.ZodType): Pick | null {
  const found = known.get(shape) ?? { pick: makePick(shape) }
  known.set(shape, found)
  return found.pick
}

function makePick(shape: z.ZodType): Pick | null {
  if (shape instanceof z.ZodObject) return pickFields(shape)
  if (shape instanceof z.ZodArray) return each(pickIn(shape.element as z.ZodType))
  if (shape instanceof z.ZodNullable || shape instanceof z.ZodOptional) {
    return unlessEmpty(pickIn(shape.unwrap() as z.ZodType))
  }
  if (shape instanceof z.ZodRecord) return eachValue(pickIn(shape.valueType as z.ZodType))
  if (plain.has(shape.def.type)) return null
  // Only a validation can tell which of several shapes a value has, or add missing fields.
  if (shape instanceof z.ZodUnion || shape instanceof z.ZodDefault) return value => shape.parse(value)
  throw new Error(`No answer can be picked by a shape of the kind ${shape.def.type}`)
}

type Fields = Record<string, unknown>

function pickFields(shape: z.ZodObject): Pick {
  const fields = Object.entries(shape.shape).map(([name, field]) => [name, pickIn(field as z.ZodType)] as const)
  return value => {
    const from = value as Fields
    const picked: Fields = {}
    for (const [name, pick] of fields) {
      const field = from[name]
      if (field !== undefined) picked[name] = pick ? pick(field) : field
    }
    return picked
  }
}

const each = (pick: Pick | null): Pick | null => pick && (value => (value as unknown[]).map(pick))

const unlessEmpty = (pick: Pick | null): Pick | null =>
  pick && (value => (value === null || value === undefined ? value : pick(value)))

const eachValue = (pick: Pick | null): Pick | null =>
  pick && (value => Object.fromEntries(Object.entries(value as Fields).map(([name, item]) => [name, pick(item)])))
