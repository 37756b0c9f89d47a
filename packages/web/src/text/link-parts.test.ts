import { expect, it } from 'vitest'
import { linkParts } from './link-parts.ts'

const hrefs = (text: string) => linkParts(text).flatMap(part => part.href ?? [])

it('finds addresses and leaves the punctuation outside', () => {
  expect(hrefs('See https://a.example/x?y=1, or (http://b.example).')).toEqual([
    'https://a.example/x?y=1',
    'http://b.example',
  ])
  expect(hrefs('https://w.example/Printer_(computing)')).toEqual(['https://w.example/Printer_(computing)'])
})

it('makes no link of anything else', () => {
  expect(hrefs('javascript:alert(1) ftp://x mailto:a@b')).toEqual([])
})

it('loses no character', () => {
  const text = 'a https://b.example. c\nhttps://d.example'
  expect(
    linkParts(text)
      .map(part => part.text)
      .join(''),
  ).toBe(text)
})

it('ends an address at a quotation mark', () => {
  expect(hrefs('Open “https://a.example/x” now')).toEqual(['https://a.example/x'])
})

it('is quick with a long text that looks like addresses', () => {
  const text = 'https://'.repeat(20_000)
  expect(
    linkParts(text)
      .map(part => part.text)
      .join(''),
  ).toBe(text)
})
