import { z } from 'zod'
import { forFixedViews } from './fixed-views.ts'
import { id, line } from './ids.ts'
import { partOf } from './part-of.ts'
import { shape } from './shape.ts'
import { ticketSort } from './tickets.ts'

/** A saved search: filter text and order, one's own or shared with all staff. */
export const view = shape('View', {
  id,
  name: z.string(),
  q: z.string(),
  sort: ticketSort,
  isShared: z.boolean(),
  isOwn: z.boolean(),
  /** Who made it, and may change it; a shared one also admins. */
  ownerName: z.string(),
})
export type View = z.infer<typeof view>

export const createViewInput = z
  .object({
    name: line(60).describe('What it is called in the list of views.'),
    q: z.string().trim().min(1).max(1000).describe('The filter language, as in `q` of the list of tickets.'),
    sort: ticketSort.default('waiting').describe('The order, as in `sort` of the list of tickets.'),
    isShared: z.boolean().default(false).describe('Also for all other staff.'),
  })
  .strict()
export type CreateViewInput = z.input<typeof createViewInput>
export const updateViewInput = partOf(createViewInput).extend({ viewId: id }).strict()
export type UpdateViewInput = z.output<typeof updateViewInput>
export const viewRefInput = z.object({ viewId: id }).strict()

/**
 * Tickets the caller may read, each figure capped at `countCap`: open ones (new or open), except for `held` and `views`. A
 * saved view that searches texts has `count` null once the views before it have used up what one call may search for.
 */
export const viewCounts = shape('ViewCounts', {
  ...forFixedViews(() => z.number().int()),
  queues: z.array(z.object({ id, name: z.string(), count: z.number().int() })),
  views: z.array(view.extend({ count: z.number().int().nullable() })),
})
export type ViewCounts = z.infer<typeof viewCounts>

/** How many days `countByDay` can go back; a page of charts shows the last 30. */
export const maxCountedDays = 90
export const countByDayInput = z
  .object({
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(maxCountedDays)
      .default(30)
      .describe('How many days, the last one is today.'),
  })
  .strict()

/**
 * For each day, oldest first, the tickets that the caller may read: created on it, and resolved on it and not reopened
 * since. Days are days of UTC, as in the filter language: `created:2026-11-30` lists what `created` counts.
 */
export const dayCounts = shape('DayCounts', {
  days: z.array(
    z.object({
      day: z.iso.date().meta({ examples: ['2026-11-30'] }),
      created: z.number().int(),
      resolved: z.number().int(),
    }),
  ),
})
export type DayCounts = z.infer<typeof dayCounts>
