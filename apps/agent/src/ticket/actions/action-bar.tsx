import type { TicketDetail } from '@gotrs/contract/tickets'
import { useState } from 'react'
import { holdForFocus } from '../../keyboard/held-keys.ts'
import { useOpenVerb } from '../../keyboard/open-verbs.ts'
import { keyCaps } from '../../keyboard/shortcut-table.ts'
import { useMe } from '../../session/use-session.ts'
import { ReasonButton } from '../../shell/reason-button.tsx'
import { useIsPhone } from '../../shell/screen-width.ts'
import styles from '../ticket.module.css'
import { reasonAgainst } from '../verb-reason.ts'
import { ActionKey } from './command-keys.tsx'
import type { Command, HeaderAction } from './header-action.ts'
import { isKeyed, type KeyedAction, offeredActions } from './header-actions.ts'

type BarProps = { ticket: TicketDetail; run: (command: Command) => void; isInBar?: boolean }

/** On a phone these are at the bottom, as far as a thumb reaches. */
const inBar = ['snooze', 'resolve']

/** The buttons in the header: disabled with a reason when the permission or the workflow does not allow the action. */
export function ActionBar({ ticket, run, isInBar = false }: BarProps) {
  const me = useMe()
  const isPhone = useIsPhone()
  const shown = offeredActions(ticket, me).filter(({ name }) => (isPhone && inBar.includes(name)) === isInBar)
  if (shown.length === 0) return null
  return (
    <fieldset className={styles.verbs} aria-label={isInBar ? 'Actions in the bar' : 'Actions'}>
      {shown.map(({ name, action }) => (
        <ActionButton
          key={name}
          name={name}
          action={action}
          keyed={isKeyed(name) ? name : null}
          reason={reasonAgainst(me, action.verb, ticket)}
          run={run}
        />
      ))}
    </fieldset>
  )
}

type ActionButtonProps = {
  name: string
  action: HeaderAction
  keyed: KeyedAction | null
  reason: string | null
  run: BarProps['run']
}

function ActionButton({ name, action, keyed, reason, run }: ActionButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const press = () => {
    if ('command' in action) return run(action.command)
    holdForFocus()
    setOpen(true)
  }
  const hint = keyed && action.hint ? `${action.hint} (${keyCaps(keyed)})` : action.hint
  const button = (
    <ReasonButton
      // A line is around what ends the work on the ticket.
      {...('command' in action && action.command.leaves ? { variant: 'default' } : quiet)}
      data-action={name}
      reason={reason}
      hint={hint}
      {...('command' in action && { onClick: press })}
    >
      {action.label}
    </ReasonButton>
  )
  return (
    <>
      {keyed ? (
        <ActionKey name={keyed} press={press} isOn={reason === null} />
      ) : (
        <ActionVerb label={action.label} press={press} isOn={reason === null} />
      )}
      {'command' in action ? (
        button
      ) : (
        <action.Menu isOpen={isOpen} onOpenChange={setOpen} run={run}>
          {button}
        </action.Menu>
      )}
    </>
  )
}

/** An action without a key is in the palette all the same. */
function ActionVerb({ label, press, isOn }: { label: string; press: () => void; isOn: boolean }) {
  useOpenVerb({ label, keys: '', run: press }, isOn)
  return null
}

const quiet = { variant: 'subtle', color: 'gray', c: 'var(--text)' } as const
