import { z } from 'zod'

/** An object inside: a field with a default may be left out of it, and has none then. A list is a whole and keeps its defaults. */
type Inside<Field> =
  Field extends z.ZodNullable<infer Value>
    ? z.ZodNullable<z.ZodType & Inside<Value>>
    : Field extends z.ZodObject<infer Shape, infer Config>
      ? z.ZodObject<{ [Name in keyof Shape]: InsideField<Shape[Name]> }, Config>
      : Field
type InsideField<Field> = Field extends z.ZodDefault<infer Value> ? z.ZodOptional<z.ZodType & Inside<Value>> : Field
type Inner<Field> = Field extends z.ZodDefault<infer Value> ? Inside<Value> : Inside<Field>
type Part<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodOptional<z.ZodType & Inner<Shape[Name]>> }

/**
 * The fields of a new thing for a change of one: each may be left out, and stays then, whatever its default is. In an
 * object inside, so may each field that has a default.
 */
export function partOf<Shape extends z.ZodRawShape>(
  whole: z.ZodObject<Shape>,
): z.ZodObject<Part<Shape>, z.core.$strict> {
  const fields = fieldsOf(whole).map(([name, field]) => [
    name,
    described(field, inside(withoutDefault(field)).optional()),
  ])
  return z.object(Object.fromEntries(fields) as Part<Shape>).strict()
}

function inside(field: z.ZodType): z.ZodType {
  if (field instanceof z.ZodNullable) return inside(field.unwrap() as z.ZodType).nullable()
  if (!(field instanceof z.ZodObject)) return field
  const withDefault = fieldsOf(field).filter(([, it]) => it instanceof z.ZodDefault)
  const fields = withDefault.map(([name, it]) => [name, described(it, inside(withoutDefault(it)).optional())])
  return field.extend(Object.fromEntries(fields))
}

const fieldsOf = (whole: z.ZodObject) => Object.entries(whole.shape as unknown as Record<string, z.ZodType>)

const withoutDefault = (field: z.ZodType) => (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field)

const described = (field: z.ZodType, part: z.ZodType) =>
  field.description === undefined ? part : part.describe(field.description)
