import { expect, it } from 'vitest'
import { findMentions, mentionedIn, typedName } from './find-mentions.ts'

const people = [
  { id: '1', name: 'Ben' },
  { id: '2', name: 'Ben Okafor' },
  { id: '3', name: 'Zoë O’Neil' },
  { id: '4', name: 'Ben' },
]

it('finds the longest name, in any capitals, and all who share it', () => {
  expect(mentionedIn('@ben okafor, please', people)).toEqual(['2'])
  expect(mentionedIn('Ask @Ben, or @Zoë O’Neil.', people)).toEqual(['1', '4', '3'])
  expect(findMentions('Hi @Ben', people)).toMatchObject([{ from: 3, to: 7 }])
})

it('finds none in an address, in a longer name, or without a name', () => {
  for (const text of ['omar@Ben.example', '@Benjamin', '@ Ben', '@', 'Ben Okafor'])
    expect(mentionedIn(text, people)).toEqual([])
})

it('knows the name that is being typed', () => {
  expect(typedName('Hello @')).toBe('')
  expect(typedName('(@be')).toBe('be')
  expect(typedName('@Ben Oka')).toBe('Ben Oka')
  for (const text of ['omar@ac', '@Ben Okafor please', 'no', '@ben.\n']) expect(typedName(text)).toBe(null)
})
