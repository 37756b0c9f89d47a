import { fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import { Kbd } from '@mantine/core'
import { EmptyNotice } from '../shell/empty-notice.tsx'

const noMatch = {
  title: 'No tickets match',
  hint: 'Remove a word or a filter. A ticket must match all of them.',
}

/** An empty list says why, and what to do about it. */
export function ListEmpty({ q }: { q: string }) {
  const view = fixedViewNames.find(name => fixedViews[name].q === q)
  const { title, hint } = view ? fixedViews[view].empty : noMatch
  const [before, ...rest] = hint.split('`')
  return (
    <EmptyNotice title={title}>
      {before}
      {rest.map((part, at) => (at % 2 === 0 ? <Kbd key={part}>{part}</Kbd> : part))}
    </EmptyNotice>
  )
}
