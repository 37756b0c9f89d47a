import type { ListTicketsInput } from '@gotrs/contract/tickets'

/** Which requests are shown: by state, and the words looked for. It is the address, so that it can be shared. */
export type ListView = { show: Show; words: string }
export const shows = ['open', 'solved', 'all'] as const
export type Show = (typeof shows)[number]

const maxPhrase = 200

/** Somebody who looks for something looks in all requests, unless they said otherwise. */
export function viewOf(search: URLSearchParams): ListView {
  const words = (search.get('q') ?? '').trim().slice(0, maxPhrase)
  const show = shows.find(known => known === search.get('show'))
  return { words, show: show ?? (words ? 'all' : 'open') }
}

/** The address of a view, as short as it can be. */
export function addressOf({ show, words }: ListView): string {
  const search = new URLSearchParams()
  if (words) search.set('q', words)
  if (show !== (words ? 'all' : 'open')) search.set('show', show)
  const text = search.toString()
  return text ? `/?${text}` : '/'
}

/** What to ask the server for. */
export function listInput({ show, words }: ListView): ListTicketsInput {
  return {
    sort: 'updated',
    limit: 20,
    ...(show === 'open' ? { status: ['new', 'open'] } : {}),
    ...(show === 'solved' ? { status: ['resolved', 'closed'] } : {}),
    ...(words ? { q: filterOf(words) } : {}),
  }
}

/**
 * Words → the filter language. Every word (or "phrase" in quotes) has to be there; nothing else of the language is read,
 * so that "status: broken" looks for these words. `#12` is the request of that number.
 */
export function filterOf(words: string): string {
  const number = /^#(\d{1,9})$/.exec(words.trim())
  if (number) return `number:${number[1]}`
  return words
    .split('"')
    .map((part, index) => (index % 2 === 1 ? `"${part.trim()}"` : plain(part)))
    .filter(part => part !== '' && part !== '""')
    .join(' ')
}

const plain = (part: string): string =>
  part
    .replace(/[():]|(?<!\S)-+/g, ' ')
    .replace(/(?<!\S)(?:OR|NOT)(?!\S)/g, word => word.toLowerCase())
    .replace(/\s+/g, ' ')
    .trim()
