import { z } from 'zod'

/** Text that ids of an event's payload lead to, for staff: it goes when the tag, the mail, the person or the queue does. */
export const eventDetails = z
  .object({
    tag: z.string(),
    address: z.string(),
    response: z.string(),
    /** Who was assigned, added or removed, or in whose name a mail came. */
    person: z.string().meta({ examples: ['Ben Okafor'] }),
    queue: z.string().meta({ examples: ['Billing'] }),
    previousQueue: z.string().meta({ examples: ['Support'] }),
  })
  .partial()
