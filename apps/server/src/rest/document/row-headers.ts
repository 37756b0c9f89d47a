import { z } from 'zod'
import { isPaged } from '../next-link.ts'
import type { RestRoute } from '../route.ts'
import { isForAnyone } from '../scopes-of.ts'
import {
  etagHeader,
  everyHeader,
  idempotencyKeyHeader,
  ifMatchHeader,
  ifNoneMatchHeader,
  linkHeader,
  locationHeader,
  replayedHeader,
} from './header-params.ts'

const takesKey = (row: RestRoute) => row.method !== 'get' && !isForAnyone(row)
const objectOf = (fields: z.ZodRawShape) => (Object.keys(fields).length > 0 ? z.object(fields) : undefined)

/** The headers that a call may carry, for the document. */
export const askHeaders = (row: RestRoute) =>
  objectOf({
    ...(takesKey(row) && idempotencyKeyHeader),
    ...(row.takesIfMatch && ifMatchHeader),
    ...(row.method === 'get' && ifNoneMatchHeader),
  })

/** And those of its answer. */
export const answerHeaders = (row: RestRoute) =>
  z.object({
    ...everyHeader,
    ...((row.method === 'get' || row.versionOf) && etagHeader(row.versionOf !== undefined)),
    ...(row.method === 'get' && isPaged(row.answer) && linkHeader),
    ...(row.locationOf && locationHeader),
    ...(takesKey(row) && replayedHeader),
  })

/** The answer to a GET whose ETag is still the one that the caller has. */
export const notModified = { id: 'NotModified', description: 'Nothing has changed.', headers: z.object(everyHeader) }
