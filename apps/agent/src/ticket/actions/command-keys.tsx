import type { Ticket } from '@gotrs/contract/tickets'
import { useShortcut } from '../../keyboard/use-shortcut.ts'
import { useMe } from '../../session/use-session.ts'
import { reasonAgainst } from '../verb-reason.ts'
import type { Command } from './header-action.ts'
import { isKeyed, type KeyedAction, offeredActions } from './header-actions.ts'

/** The keys of the actions that need no more than a press, without their buttons. */
export function CommandKeys({ ticket, run }: { ticket: Ticket; run: (command: Command) => void }) {
  const me = useMe()
  return offeredActions(ticket, me).map(
    ({ name, action }) =>
      'command' in action &&
      isKeyed(name) && (
        <ActionKey
          key={name}
          name={name}
          press={() => run(action.command)}
          isOn={reasonAgainst(me, action.verb, ticket) === null}
        />
      ),
  )
}

export function ActionKey({ name, press, isOn }: { name: KeyedAction; press: () => void; isOn: boolean }) {
  useShortcut(name, press, isOn)
  return null
}
