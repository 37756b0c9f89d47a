import { useNavigate } from 'react-router'
import { useShortcut } from '../keyboard/use-shortcut.ts'

/** The keys that work on every page. */
export function GlobalShortcuts() {
  const navigate = useNavigate()
  useShortcut('newTicket', () => void navigate('/tickets/new'))
  return null
}
