import { Kbd } from '@mantine/core'
import { EmptyNotice } from '../shell/empty-notice.tsx'
import { fixedViewLinks } from '../views/fixed-views.ts'

/** An empty list says why, and what to do about it. */
export function ListEmpty({ q }: { q: string }) {
  if (q === fixedViewLinks.open.q || q === fixedViewLinks.unassigned.q) {
    return (
      <EmptyNotice title="No one waits">
        Press <Kbd>C</Kbd> for a new ticket, or write a mail to the desk to see it arrive.
      </EmptyNotice>
    )
  }
  if (q === fixedViewLinks.mine.q) {
    return (
      <EmptyNotice title="Nothing is yours">
        Open a ticket under Unassigned and press <Kbd>M</Kbd> to take it.
      </EmptyNotice>
    )
  }
  if (q === fixedViewLinks.held.q) {
    return (
      <EmptyNotice title="No held mail waits for a decision">
        A mail that names a ticket, but comes from somebody who is not part of it, waits here for your decision.
        Automatic answers do not.
      </EmptyNotice>
    )
  }
  return (
    <EmptyNotice title="No ticket matches">Take out a word or a filter. All words have to match at once.</EmptyNotice>
  )
}
