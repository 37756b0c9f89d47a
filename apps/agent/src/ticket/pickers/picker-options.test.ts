import { expect, it } from 'vitest'
import { optionsFor } from './picker-options.ts'

const names = ['Abe Noll', 'Ben Okafor', 'Liv Bergström', 'Óscar Ruben', 'Ana Ribeiro']
const fitting = (typed: string) =>
  optionsFor(
    names.map(label => ({ value: label, label })),
    typed,
  ).map(({ label }) => label)

it('puts names that begin with the text before words that do, and those before the rest', () => {
  expect(fitting('be')).toEqual(['Ben Okafor', 'Liv Bergström', 'Abe Noll', 'Óscar Ruben', 'Ana Ribeiro'])
})

it('ignores accents, capitals and space around', () => {
  expect(fitting(' OSC ')).toEqual(['Óscar Ruben'])
  expect(fitting('bergstro')).toEqual(['Liv Bergström'])
})

it('offers all without a text, and none that does not fit', () => {
  expect(fitting('')).toEqual(names)
  expect(fitting('xyz')).toEqual([])
})
