import type { Me } from '@gotrs/contract/auth'
import type { Ticket } from '@gotrs/contract/tickets'
import type { TicketAct } from '@gotrs/contract/workflow'
import type { Icon } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import type { Utils } from '../../api/trpc.ts'
import type { Sentences } from '../sentence.ts'
import type { TicketVerb } from '../verb-reason.ts'

type Named = { id: string; name: string }

type Outcome = {
  /** After the number of the ticket: "#1042 resolved". */
  said: string
  /** The work on the ticket is done for now: on to the next one. */
  leaves?: boolean
}

/** A verb of which the app knows what the server will do. `names`: of those whom it names by an id. */
export type ActCommand = Outcome & {
  act: TicketAct
  names?: { assignee?: Named | null; queue?: Named }
}

type Seen = { ticketId: string; version: number }

/** What to do to the ticket on the screen, at its version there, and what follows when it is done. */
export type Command =
  | ActCommand
  | (Outcome & { run: (client: Utils['client'], seen: Seen) => Promise<{ version: number | null }> })

/** Around the button of an action that needs more than a press. */
export type ActionMenuProps = {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  run: (command: Command) => void
  children: ReactNode
}

/** What says more about a ticket than its status does; `before` is not shown where there is little room. */
export type TicketMark = { Icon: Icon; before: string; text: string; title: string }

/** Everything the app knows of an action that a button in the header of the ticket offers. */
export type HeaderAction = {
  /** On its button. */
  label: string
  /** What it does, in the tooltip and in the sheet of shortcuts. */
  hint?: string
  /** The key that does the same. */
  keys?: string
  /** The permission and the statuses of this verb say whether it is on. */
  verb: TicketVerb
  /** Left out where it is always offered. */
  isOffered?: (ticket: Ticket, me: Me) => boolean
  mark?: (ticket: Partial<Ticket>) => TicketMark | null
  sentences?: Sentences
} & ({ command: Command } | { Menu: ComponentType<ActionMenuProps> })
