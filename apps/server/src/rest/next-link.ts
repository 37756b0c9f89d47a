import { z } from 'zod'

/** The pagination of lists: the field of the answer, and the parameter of the next call for its value. */
const ways = [
  { field: 'nextCursor', parameter: 'cursor' },
  { field: 'nextAfter', parameter: 'after' },
] as const

/** The address of the next page with the filters of this one, for `Link` (RFC 8288); null on the last page. */
export function nextLink(data: unknown, url: string, baseUrl: string): string | null {
  for (const { field, parameter } of ways) {
    const value = (data as Record<string, unknown> | null)?.[field]
    if (typeof value !== 'string') continue
    const { pathname, searchParams } = new URL(url)
    searchParams.set(parameter, value)
    return `<${baseUrl.replace(/\/$/, '')}${pathname}?${searchParams}>; rel="next"`
  }
  return null
}

export const isPaged = (answer: z.ZodType): boolean =>
  answer instanceof z.ZodObject && ways.some(({ field }) => field in answer.shape)
