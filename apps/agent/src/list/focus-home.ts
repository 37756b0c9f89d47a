import { markedTicket, markTicket } from './marked-ticket.ts'

/** Puts the focus where the keys of a list or a ticket are expected: on the marked row, or on the conversation. */
export function focusHome() {
  const target = rowOf(markedTicket()) ?? document.getElementById('conversation') ?? document.getElementById('main')
  target?.focus({ preventScroll: true })
}

/** What had the focus may be gone, and a row has it only while it is marked: the focus is never on the page as a whole. */
export function keepFocus() {
  const { activeElement } = document
  const isLost = activeElement === null || activeElement === document.body
  if (isLost || activeElement.matches(`a[data-ticket]:not([data-ticket="${markedTicket()}"])`)) focusHome()
}

/** Marks a ticket and puts the focus on its row, where the list shows it. */
export function moveTo(number: number) {
  markTicket(number)
  const row = rowOf(number)
  row?.focus({ preventScroll: true })
  row?.closest('li, tr')?.scrollIntoView({ block: 'nearest' })
}

/** From the search box to what it found: the marked ticket, or the first one. */
export function focusHits() {
  const target = rowOf(markedTicket()) ?? document.querySelector<HTMLElement>('a[data-ticket]')
  if (target) target.focus()
  else focusHome()
}

const rowOf = (number: number | null) => document.querySelector<HTMLElement>(`a[data-ticket="${number}"]`)
