import { expect, it } from 'vitest'
import { hueOf, initialsOf } from './initials.ts'

it.each([
  ['Lena Vogt', 'LV'],
  ['Sanne de Wit', 'SW'],
  ['anna-lena.kraus@example.org', 'AK'],
  ['佐藤 健二', '佐'],
  ['김민준', '김'],
  ['ليلى منصور', 'لم'],
  ['(Ops) Team', 'OT'],
  ['érik', 'É'],
  ['', '?'],
  ['<>', '?'],
])('the initials of %s are %s', (name, expected) => {
  expect(initialsOf(name)).toBe(expected)
})

it('gives a person one hue, and people different ones', () => {
  expect(hueOf('ana')).toBe(hueOf('ana'))
  const hues = new Set(Array.from({ length: 50 }, (_, at) => hueOf(`0193-${at}-person`)))
  expect(hues.size).toBeGreaterThan(30)
  expect(Math.max(...hues)).toBeLessThan(360)
})
