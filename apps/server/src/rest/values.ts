import { z } from 'zod'

/**
 * The values of a query string as its schema expects them: `a,b` or a repeated name for a list, digits for a number,
 * `true` and `false` for a boolean. A name without a value, as forms send it, counts as left out. The schema rejects
 * values that do not fit.
 */
export function readQuery(schema: z.ZodObject, queries: Record<string, string[]>): Record<string, unknown> {
  const entries = Object.entries(queries).flatMap(([name, given]) => {
    const field = schema.shape[name]
    if (field === undefined) return [[name, given[0]]]
    const texts = given.filter(text => text !== '')
    return texts.length === 0 ? [] : [[name, readValue(field as z.ZodType, texts)]]
  })
  return Object.fromEntries(entries)
}

function readValue(field: z.ZodType, texts: string[]): unknown {
  const inner = unwrapped(field)
  if (inner instanceof z.ZodArray) return texts.flatMap(text => text.split(','))
  const [text = ''] = texts
  if (texts.length > 1) return texts
  if (isNumber(inner)) return /^-?\d{1,15}$/.test(text) ? Number(text) : text
  if (inner instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** A version is a number too, or the word `any`. */
const isNumber = (field: z.ZodType): boolean =>
  field instanceof z.ZodNumber || (field instanceof z.ZodUnion && field.options.some(it => it instanceof z.ZodNumber))

function unwrapped(field: z.ZodType): z.ZodType {
  let inner = field
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap() as z.ZodType
  }
  return inner
}
