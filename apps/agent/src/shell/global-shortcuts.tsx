import { type FixedView, fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { viewShortcut } from '../keyboard/shortcut-table.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { listSearch } from '../list/list-params.ts'
import { undoLast } from '../ticket/undo.ts'

/** The keys that work on every page. */
export function GlobalShortcuts() {
  const navigate = useNavigate()
  useShortcut('newTicket', () => void navigate('/tickets/new'))
  const utils = trpc.useUtils()
  useShortcut('undo', () => void undoLast(utils))
  useShortcut('dashboard', () => void navigate('/dashboard'))
  return fixedViewNames.map(name => <ViewShortcut key={name} name={name} />)
}

function ViewShortcut({ name }: { name: FixedView }) {
  const navigate = useNavigate()
  useShortcut(viewShortcut(name), () => void navigate(`/tickets${listSearch({ q: fixedViews[name].q })}`))
  return null
}
