/** Moves the focus to the next (or previous) ticket's link; without one in focus it starts at the open ticket, or the top. */
export function moveFocus(list: HTMLElement | null, step: 1 | -1, openNumber: number) {
  const links = [...(list?.querySelectorAll<HTMLAnchorElement>('a[data-ticket]') ?? [])]
  const focused = links.indexOf(document.activeElement as HTMLAnchorElement)
  const from = focused >= 0 ? focused : links.findIndex(link => Number(link.dataset.ticket) === openNumber)
  const target = links[from < 0 ? 0 : Math.min(Math.max(from + step, 0), links.length - 1)]
  target?.focus()
  target?.scrollIntoView({ block: 'nearest' })
}

/** Scrolls just as far as it takes to see the open ticket's row. */
export function showOpen(list: HTMLElement | null) {
  list?.querySelector('a[data-ticket][aria-current]')?.closest('li, tr')?.scrollIntoView({ block: 'nearest' })
}
