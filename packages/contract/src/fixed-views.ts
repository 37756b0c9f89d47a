type FixedViewRecord = {
  /** Its name in the sidebar, the palette, the headings and the sheet of shortcuts. */
  label: string
  /** Filter text: what it lists, counts and links to. */
  q: string
  /** The keys that go to it from every page, one after the other. */
  shortcut: string
  /** What its list says when it is empty; a letter in backticks is a key. */
  empty: { title: string; hint: string }
  /** Offered only while there are tickets in it. */
  isOnlyWithTickets?: boolean
}

const noOneWaits = {
  title: 'No one waits',
  hint: 'Press `C` for a new ticket, or write a mail to the desk to see it arrive.',
}

/** The views that everybody on the staff has, in the order of the sidebar. Everything about one is in its record. */
export const fixedViews = {
  mine: {
    label: 'Mine',
    q: 'is:open assignee:me',
    shortcut: 'g i',
    empty: {
      title: 'Nothing is yours',
      hint: 'Open a ticket under Unassigned and press `M` to take it.',
    },
  },
  unassigned: { label: 'Unassigned', q: 'is:open assignee:none', shortcut: 'g u', empty: noOneWaits },
  open: { label: 'All open', q: 'is:open', shortcut: 'g a', empty: noOneWaits },
  held: {
    label: 'Held mail',
    q: 'is:held',
    shortcut: 'g h',
    empty: {
      title: 'No held mail waits for a decision',
      hint: 'A mail that names a ticket, but comes from somebody who is not part of it, waits here for your decision. Automatic answers do not.',
    },
    isOnlyWithTickets: true,
  },
  snoozed: {
    label: 'Snoozed',
    q: 'is:snoozed',
    shortcut: 'g s',
    empty: {
      title: 'No ticket is snoozed',
      hint: 'Open a ticket and press `Z` to put it aside. It comes back at the time that you choose, or when the customer writes.',
    },
  },
} as const satisfies Record<string, FixedViewRecord>
export type FixedView = keyof typeof fixedViews
export const fixedViewNames = Object.keys(fixedViews) as FixedView[]

export const fixedView = (name: FixedView): FixedViewRecord => fixedViews[name]

/** One of something for each fixed view. */
export const forFixedViews = <T>(make: (name: FixedView, at: number) => T) =>
  Object.fromEntries(fixedViewNames.map((name, at) => [name, make(name, at)])) as Record<FixedView, T>
