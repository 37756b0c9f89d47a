import { z } from 'zod'

export const idempotencyKeyHeader = {
  'Idempotency-Key': z
    .string()
    .max(200)
    .optional()
    .describe(
      'A name of yours for this one call: sent again under it within a day, it is not done again, and answers the same.',
    ),
}

export const ifMatchHeader = {
  'If-Match': z
    .string()
    .max(20)
    .optional()
    .describe(
      'The ETag that you read, or `*`. The change is made to that version alone: one that is no longer the newest is answered 412 (RFC 9110, section 13.1.1). Calls that do not list this header refuse it.',
    ),
}

export const ifNoneMatchHeader = {
  'If-None-Match': z
    .string()
    .optional()
    .describe('The ETag that you have: answered 304 without a body if it is still that.')
    .meta({ examples: ['W/"47DEQpj8HBSa-_TImW-5JC"'] }),
}

/** `isVersion`: it also names the version of what is answered. */
export const etagHeader = (isVersion: boolean) => ({
  ETag: z
    .string()
    .optional()
    .describe(
      isVersion
        ? 'For `If-None-Match`; for staff it begins with the version of the ticket, and also goes into `If-Match`.'
        : 'For `If-None-Match`.',
    ),
})

export const linkHeader = {
  Link: z.string().optional().describe('The next page, with the same filters, as `<URL>; rel="next"` (RFC 8288).'),
}

export const replayedHeader = {
  'Idempotency-Replayed': z
    .literal('true')
    .optional()
    .describe('The call was done before under this key: this is the answer of that time.'),
}

export const locationHeader = { Location: z.string().describe('Where what was made is found.') }

export const lastEventIdHeader = {
  'Last-Event-ID': z
    .string()
    .optional()
    .describe(
      'The id of the last event that you had: those since then come first. Anything else begins with what comes now.',
    ),
}

export const rangeHeaders = {
  Range: z.string().optional().describe('One range of bytes, such as `bytes=0-1023` (RFC 9110, section 14.2).'),
  'If-Range': z.string().optional().describe('The ETag that the range belongs to; with another one the whole comes.'),
  'If-None-Match': z.string().optional().describe('The ETag that you have: answered 304 if it is still that.'),
}
