import type { NewTicketDraft } from '@gotrs/contract/new-ticket-draft'
import type { TicketPriority } from '@gotrs/contract/tickets'

/** What is filled in of the form for a new ticket. */
export type NewTicketForm = {
  customer: string
  customerName: string
  title: string
  text: string
  queueId: string | null
  priority: TicketPriority
  isMailed: boolean
}

export const emptyForm: NewTicketForm = {
  ...{ customer: '', customerName: '', title: '', text: '' },
  ...{ queueId: null, priority: 'normal', isMailed: false },
}

export function formOf(stored: NewTicketDraft | null | undefined): NewTicketForm | null {
  if (stored?.state !== 'open') return null
  const { customer, customerName, title, text, queueId, priority, isMailed } = stored
  return { customer, customerName, title, text, queueId, priority, isMailed }
}

/** A queue or a priority alone is not worth keeping. */
export const isEmptyForm = ({ customer, title, text }: NewTicketForm) => `${customer}${title}${text}`.trim() === ''

export const isSameForm = (form: NewTicketForm, stored: NewTicketDraft) => {
  const other = formOf(stored)
  return other !== null && wordsOf(form) === wordsOf(other)
}

const wordsOf = (form: NewTicketForm) =>
  JSON.stringify([form.customer, form.customerName, form.title, form.text, form.queueId, form.priority, form.isMailed])

/** Both texts, one below the other; of the fields what is filled in here. */
export const bothForms = (mine: NewTicketForm, theirs: NewTicketForm): NewTicketForm => ({
  ...mine,
  customer: mine.customer || theirs.customer,
  customerName: mine.customerName || theirs.customerName,
  title: mine.title || theirs.title,
  text: [mine.text, theirs.text].filter(text => text.trim() !== '').join('\n\n'),
})

/** What the other window has, for a person who chooses. */
export const formText = ({ customer, title, text }: NewTicketForm) =>
  [customer, title, text].filter(part => part.trim() !== '').join('\n')
