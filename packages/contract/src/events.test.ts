import { expect, it } from 'vitest'
import { z } from 'zod'
import { eventCatalogue, eventTypes } from './events.ts'

/** Where a schema takes text that is neither an id nor one of a few words, or anything at all. */
function freeTexts(schema: z.ZodType, path: string): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) => freeTexts(field as z.ZodType, `${path}.${name}`))
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return freeTexts(schema.unwrap() as z.ZodType, path)
  }
  if (schema instanceof z.ZodArray) return freeTexts(schema.element as z.ZodType, `${path}[]`)
  const facts = [z.ZodUUID, z.ZodNumber, z.ZodBoolean, z.ZodISODateTime, z.ZodEnum, z.ZodLiteral]
  const isFact = facts.some(kind => schema instanceof kind)
  return isFact ? [] : [path]
}

it.each(eventTypes)('keeps personal text out of the payload of %s', type => {
  expect(freeTexts(eventCatalogue[type].payload, type)).toEqual([])
})

it('finds text in any payload that takes it', () => {
  const text = z.string()
  const shapes = [
    text,
    text.optional(),
    text.nullable(),
    z.array(text),
    z.object({ deep: text }),
    z.email(),
    z.unknown(),
  ]
  for (const shape of [...shapes, z.record(z.string(), z.number()), z.union([z.uuid(), text])]) {
    expect(freeTexts(z.object({ fact: shape }), 'it')).toHaveLength(1)
  }
})

it('drops a field that the catalogue does not name', () => {
  expect(eventCatalogue['ticket.renamed'].payload.parse({ title: 'Words of a customer' })).toEqual({})
})
