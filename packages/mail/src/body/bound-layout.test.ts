import { expect, it } from 'vitest'
import { sanitiseHtml } from './sanitise.ts'

const row = (cells: string) => `<table><tbody><tr>${cells}</tr></tbody></table>`
const count = (html: string, part: string) => html.split(part).length - 1

it('limits the cells of a row to a thousand columns together', () => {
  const clean = sanitiseHtml(row('<td colspan="300" rowspan="2">a</td>'.repeat(5)))
  expect(clean).toBe(row(`${'<td colspan="300" rowspan="2">a</td>'.repeat(3)}${'<td>a</td>'.repeat(2)}`))
  expect(sanitiseHtml(clean)).toBe(clean)
})

it('limits the column groups of a table to a thousand columns together', () => {
  const clean = sanitiseHtml(`<table>${'<colgroup><col span="400"></colgroup>'.repeat(4)}</table>`)
  expect(count(clean, '<col span="400" />')).toBe(2)
  expect(count(clean, '<colgroup>')).toBe(4)
  expect(sanitiseHtml(clean)).toBe(clean)
})

it('keeps the numbers of a short list, and removes those of a long one', () => {
  const list = (items: number) => `<ol>${'<li value="7">a</li>'.repeat(items)}</ol>`
  expect(sanitiseHtml(list(500))).toBe(list(500))
  expect(sanitiseHtml(list(501))).not.toContain('value')
})

it('keeps thirty combining marks on a letter', () => {
  expect(sanitiseHtml(`a${'\u0301'.repeat(30)}b`)).toBe(`a${'\u0301'.repeat(30)}b`)
  expect(sanitiseHtml(`a${'\u0301'.repeat(40)}b`)).toBe(`a${'\u0301'.repeat(30)}b`)
})
