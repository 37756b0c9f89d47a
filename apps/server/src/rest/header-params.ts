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
    .describe('The ETag that you read: the change is made to that version alone.'),
}
