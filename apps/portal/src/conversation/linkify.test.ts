import { expect, it } from 'vitest'
import { linkify } from './linkify.ts'

const shown = (text: string) =>
  linkify(text)
    .map(({ kind, value }) => (kind === 'link' ? `[${value}]` : value))
    .join('')

it.each([
  ['no address', 'no address'],
  ['see https://desk.example/a?b=c#d now', 'see [https://desk.example/a?b=c#d] now'],
  ['(see https://desk.example/a).', '(see [https://desk.example/a]).'],
  ['https://en.wiki.example/A_(b), and', '[https://en.wiki.example/A_(b)], and'],
  ['http://a.example\nhttp://b.example', '[http://a.example]\n[http://b.example]'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected)
})

it('loses nothing of a long text', () => {
  const text = 'https://'.repeat(20_000)
  expect(
    linkify(text)
      .map(({ value }) => value)
      .join(''),
  ).toBe(text)
})
