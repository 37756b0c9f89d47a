import { z } from 'zod'

type Shape = z.ZodObject | undefined

/** The fields of the input that are in the path, and the others. Each part rejects unknown fields. */
export function partsOf(name: string, input: Shape, path: string): { params: Shape; others: Shape } {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field)
  const shape = input?.shape ?? {}
  const unknown = inPath.filter(field => !Object.hasOwn(shape, field))
  if (unknown.length > 0) throw new Error(`the input of ${name} has no ${unknown.join(', ')}, which its path names`)
  const version = takesAnyVersion(input) ? optionalVersion(input.shape.version as z.ZodType) : {}
  if (inPath.length === 0 && !takesAnyVersion(input)) return { params: undefined, others: input }
  const pick = (isWanted: (field: string) => boolean): Shape => {
    const picked = Object.entries({ ...shape, ...version }).filter(([field]) => isWanted(field))
    return picked.length === 0 ? undefined : z.object(Object.fromEntries(picked)).strict()
  }
  return { params: pick(field => inPath.includes(field)), others: pick(field => !inPath.includes(field)) }
}

const optionalVersion = (version: z.ZodType) => ({
  version: version.optional().describe(version.description ?? versionText),
})

/** `If-Match` is the `version` of a verb that can also be done to whatever is there. */
export const takesAnyVersion = (input: Shape): input is z.ZodObject => {
  const version = input?.shape.version as z.ZodType | undefined
  return version?.safeParse('any').success ?? false
}

const versionText =
  'The `staff.version` that you read. If the ticket has changed since, the call is rejected. As `If-Match`; leave it out to accept any version.'
