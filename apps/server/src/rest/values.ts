import { z } from 'zod'

/**
 * The values of a query string as its schema expects them: `a,b` or a repeated name for a list, digits for a number,
 * `true` and `false` for a boolean. What fits none of them is left for the schema to refuse.
 */
export function readQuery(schema: z.ZodObject, queries: Record<string, string[]>): Record<string, unknown> {
  const entries = Object.entries(queries).map(([name, texts]) => {
    const field = schema.shape[name]
    return [name, field === undefined ? texts[0] : readValue(field as z.ZodType, texts)]
  })
  return Object.fromEntries(entries)
}

function readValue(field: z.ZodType, texts: string[]): unknown {
  const inner = unwrapped(field)
  if (inner instanceof z.ZodArray) {
    const values = texts.flatMap(text => text.split(',')).filter(text => text !== '')
    // A list of nothing would narrow nothing: it is left for the schema to refuse.
    return values.length > 0 ? values : ['']
  }
  const [text = ''] = texts
  if (texts.length > 1) return texts
  if (inner instanceof z.ZodNumber) return /^-?\d{1,15}$/.test(text) ? Number(text) : text
  if (inner instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text
  return text
}

function unwrapped(field: z.ZodType): z.ZodType {
  let inner = field
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap() as z.ZodType
  }
  return inner
}
