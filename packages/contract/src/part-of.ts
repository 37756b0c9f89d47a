import { z } from 'zod'

type Inner<Field> = Field extends z.ZodDefault<infer Value> ? Value : Field
type Part<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodOptional<z.ZodType & Inner<Shape[Name]>> }

/** The fields of a new thing for a change of one: each may be left out, and stays then, whatever its default is. */
export function partOf<Shape extends z.ZodRawShape>(
  whole: z.ZodObject<Shape>,
): z.ZodObject<Part<Shape>, z.core.$strict> {
  const fields = Object.entries(whole.shape as unknown as Record<string, z.ZodType>).map(([name, field]) => {
    const inner = field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field
    const part = inner.optional()
    return [name, field.description === undefined ? part : part.describe(field.description)]
  })
  return z.object(Object.fromEntries(fields) as Part<Shape>).strict()
}
