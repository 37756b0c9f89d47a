import { paging } from '@gotrs/contract/ids'
import { readCursor, writeCursor } from '@gotrs/core/kernel/cursor'
import { z } from 'zod'

/** The query of a short list, which its procedure returns whole because the apps show all of it. */
export const withPaging = (query: z.ZodObject | undefined): z.ZodObject =>
  query ? query.extend(paging).strict() : z.object(paging).strict()

type Wanted = { limit: number; cursor?: string | undefined }
type Shown = { items: unknown[]; nextCursor: string | null }

/**
 * A page of the list. The cursor names the last thing of the page, and its place, where the next page begins if the
 * thing was deleted. @throws DeskError `invalid_cursor`
 */
export function pageOf(list: string, all: readonly unknown[], { limit, cursor }: Wanted): Shown {
  const start = cursor === undefined ? 0 : placeAfter(list, all, cursor)
  const items = all.slice(start, start + limit)
  const next = start + limit
  const last = idOf(items.at(-1))
  const isLast = next >= all.length || last === undefined
  return { items, nextCursor: isLast ? null : writeCursor(list, { value: String(next), id: last }) }
}

function placeAfter(list: string, all: readonly unknown[], cursor: string): number {
  const { value, id } = readCursor(list, cursor, place => /^\d{1,6}$/.test(place))
  const at = all.findIndex(item => idOf(item) === id)
  return at < 0 ? Math.max(0, Number(value) - 1) : at + 1
}

const idOf = (item: unknown): string | undefined => (item as { id?: string } | undefined)?.id

/** Does each thing have an id for the cursor? */
export const hasPages = (output: unknown): boolean =>
  output instanceof z.ZodArray && output.element instanceof z.ZodObject && output.element.shape.id instanceof z.ZodUUID
