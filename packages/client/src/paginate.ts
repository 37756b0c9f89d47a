import type { CallOptions, Query } from './calls.ts'
import { GotrsError } from './errors.ts'

/** A list that comes in pages. */
export type PagedQuery<I, Item> = Query<I, { items: Item[]; nextCursor: string | null }>

/** Calls a list page by page, and yields its items one by one. */
export type Paginate = <I extends { limit?: number | undefined; cursor?: string | undefined }, Item>(
  list: PagedQuery<I, Item>,
  /** What the list takes: filters, and `limit` for the size of a page (100 if not given, the maximum). */
  input: NoInfer<I>,
  /** `signal` ends the loop; `retries` and the times hold for each page. */
  options?: CallOptions,
) => AsyncGenerator<Item, void, void>

/** The next page is read when the loop asks for its first item, so a loop that breaks reads no page too many. */
export const paginate: Paginate = async function* (list, input, options) {
  let cursor = input.cursor
  do {
    const page = await list.query({ limit: 100, ...input, cursor }, options)
    for (const item of page.items) {
      if (options?.signal?.aborted) throw new GotrsError('aborted', { cause: options.signal.reason })
      yield item
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
