import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { appRouter } from '../router.ts'
import { pickerOf } from './pick.ts'

type Declared = { _def: { output?: z.ZodType } }
const shapes = Object.entries(appRouter._def.procedures as unknown as Record<string, Declared>).flatMap(
  ([name, { _def }]) => (_def.output ? [[name, _def.output] as const] : []),
)

/** A value of the shape, with a field in each of its objects that the shape does not have. */
function crowded(shape: z.ZodType): unknown {
  if (shape instanceof z.ZodObject) {
    const fields = Object.entries(shape.shape).map(([name, field]) => [name, crowded(field as z.ZodType)])
    return { ...Object.fromEntries(fields), passwordHash: 'leaked' }
  }
  if (shape instanceof z.ZodArray) return [crowded(shape.element as z.ZodType)]
  if (shape instanceof z.ZodNullable || shape instanceof z.ZodOptional) return crowded(shape.unwrap() as z.ZodType)
  if (shape instanceof z.ZodRecord) return { key: crowded(shape.valueType as z.ZodType) }
  if (shape instanceof z.ZodDefault) return shape.def.defaultValue
  return 'a value'
}

const hasUnion = (shape: z.ZodType): boolean =>
  JSON.stringify(z.toJSONSchema(shape)).includes('"anyOf":[{"type":"object"')

describe.each(shapes.filter(([, shape]) => !hasUnion(shape)))('the answer of %s', (_, shape) => {
  it('has every field of its shape and no other, however deep', () => {
    const value = crowded(shape)
    const expected = JSON.parse(JSON.stringify(value), (key, field) => (key === 'passwordHash' ? undefined : field))
    expect(pickerOf(shape)(value)).toEqual(expected)
  })
})

it('covers the procedures', () => {
  expect(shapes.length).toBeGreaterThan(90)
})

it('keeps null, and leaves out what is undefined', () => {
  const shape = z.object({ a: z.object({ b: z.string() }).nullable(), c: z.string().optional() })
  expect(JSON.stringify(pickerOf(shape)({ a: null, c: undefined, d: 1 }))).toBe('{"a":null}')
})

it('rejects a kind of shape that it does not know, when the procedure is declared', () => {
  expect(() => pickerOf(z.object({ at: z.date() }))).toThrow('date')
})
