import { z } from 'zod'

/** An object within an input: its path, whether it rejects unknown fields, and a function that builds an input around it. */
export type ObjectIn = { path: string; fields: string[]; isStrict: boolean; around(inner: unknown): unknown }

/** Every object in a schema, at any depth: also in lists, unions, and optional or nullable fields. */
export function objectsIn(schema: z.ZodType, path = '', around: ObjectIn['around'] = inner => inner): ObjectIn[] {
  if (schema instanceof z.ZodObject) {
    const isStrict = schema.def.catchall instanceof z.ZodNever
    const fields = Object.entries(schema.shape).flatMap(([name, field]) =>
      objectsIn(field as z.ZodType, `${path}.${name}`, inner => around({ [name]: inner })),
    )
    return [{ path, fields: Object.keys(schema.shape), isStrict, around }, ...fields]
  }
  if (schema instanceof z.ZodArray) return objectsIn(schema.element as z.ZodType, `${path}[]`, inner => around([inner]))
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option, at) => {
      const named = literalsIn(option as z.ZodType)
      return objectsIn(option as z.ZodType, `${path}|${at}`, inner =>
        around(isObject(inner) ? { ...named, ...inner } : inner),
      )
    })
  if (schema instanceof z.ZodPipe) return objectsIn(schema.def.in as z.ZodType, path, around)
  if (schema instanceof z.ZodRecord)
    throw new Error(`${path}: an input must not contain a record, which takes any field`)
  const inner = wrapped.find(kind => schema instanceof kind)
    ? (schema.def as { innerType?: z.ZodType }).innerType
    : null
  return inner ? objectsIn(inner, path, around) : []
}

/** What chooses this object among others. */
const literalsIn = (option: z.ZodType): Record<string, unknown> =>
  option instanceof z.ZodObject
    ? Object.fromEntries(
        Object.entries(option.shape).flatMap(([name, field]) =>
          field instanceof z.ZodLiteral ? [[name, field.value]] : [],
        ),
      )
    : {}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrapped = [
  ...[z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodPrefault, z.ZodReadonly, z.ZodCatch, z.ZodNonOptional],
]
