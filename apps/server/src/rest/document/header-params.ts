import { z } from 'zod'

/** A header that many answers have is described once. */
const common = (id: string, schema: z.ZodType, description: string, example: string | number) =>
  schema.meta({ header: { id }, description, examples: [example] })

/** What every answer below `/api` has. */
export const everyHeader = {
  'X-Request-Id': common(
    'X-Request-Id',
    z.uuid(),
    'Finds the call in the log of the desk.',
    '0d3c1f0e-5b1f-4a53-9e0c-7f6d2f1f8a11',
  ),
  'RateLimit-Limit': common('RateLimit-Limit', z.int().optional(), 'How many calls you may make in a minute.', 6000),
  'RateLimit-Remaining': common(
    'RateLimit-Remaining',
    z.int().optional(),
    'How many calls are left in the current minute.',
    5999,
  ),
  'RateLimit-Reset': common('RateLimit-Reset', z.int().optional(), 'Seconds until the current minute ends.', 42),
  'RateLimit-Policy': common(
    'RateLimit-Policy',
    z.string().optional(),
    'The limit and its window in seconds, as `limit;w=seconds`.',
    '6000;w=60',
  ),
}

export const retryAfterHeader = {
  'Retry-After': common('Retry-After', z.int().optional(), 'Seconds to wait before you try again.', 30),
}

export const idempotencyKeyHeader = {
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'A name that you choose for this one call. The same call under the same key within a day is not done again: it gets the first answer.',
    )
    .meta({ examples: ['order-4711'] }),
}

export const ifMatchHeader = {
  'If-Match': z
    .string()
    .max(100)
    .optional()
    .describe(
      'The ETag that you read, or `*`. The change is made only to that version: an older one is answered with 412 (RFC 9110, section 13.1.1). Calls that do not list this header reject it.',
    )
    .meta({ examples: ['*'] }),
}

export const ifNoneMatchHeader = {
  'If-None-Match': z
    .string()
    .optional()
    .describe('The ETag that you have. The answer is 304 without a body if nothing has changed.')
    .meta({ examples: ['W/"47DEQpj8HBSa-_TImW-5JC"'] }),
}

const plainEtag = common('ETag', z.string().optional(), 'For `If-None-Match`.', 'W/"47DEQpj8HBSa-_TImW-5JC"')
const versionEtag = common(
  'Version-ETag',
  z.string().optional(),
  'For `If-None-Match`. With the version of a ticket (for staff) or draft at its start, it is also for `If-Match`.',
  '"3.47DEQpj8HBSa-_TImW-5JC"',
)

/** `isVersion`: it also names the version of what is answered. */
export const etagHeader = (isVersion: boolean) => ({ ETag: isVersion ? versionEtag : plainEtag })

export const linkHeader = {
  Link: common(
    'Link',
    z.string().optional(),
    'The next page, with the same filters (RFC 8288). Missing on the last page.',
    '<https://desk.example.org/api/tickets?cursor=eyJ2IjoiMiJ9>; rel="next"',
  ),
}

export const replayedHeader = {
  'Idempotency-Replayed': common(
    'Idempotency-Replayed',
    z.literal('true').optional(),
    'The call was done before under this key: this is the first answer.',
    'true',
  ),
}

export const locationHeader = {
  Location: common(
    'Location',
    z.string(),
    'The path of the new thing.',
    '/api/tickets/01938c5e-7a0f-7000-8000-000000000002',
  ),
}

export const lastEventIdHeader = {
  'Last-Event-ID': z
    .string()
    .optional()
    .describe(
      'The id of the last event that you got. Newer events come first. Any other value starts with the next event.',
    )
    .meta({ examples: ['01938c5e-7a10-7000-8000-000000000001'] }),
}

export const rangeHeaders = {
  Range: z
    .string()
    .optional()
    .describe('One range of bytes (RFC 9110, section 14.2).')
    .meta({ examples: ['bytes=0-1023'] }),
  'If-Range': z
    .string()
    .optional()
    .describe('The ETag that the range belongs to. With another one you get the whole file.')
    .meta({ examples: ['"b5bb9d8014a0f9b1d61e21e796d78dcc"'] }),
  ...ifNoneMatchHeader,
}
