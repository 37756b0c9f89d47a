/** `#1042` or `1042` names a ticket. */
export function ticketNumberOf(text: string): number | null {
  const found = /^#?(\d{1,9})$/.exec(text.trim())
  return Number(found?.[1]) || null
}
