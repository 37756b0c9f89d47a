import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { colour, createCanvas } from './canvas.ts'
import { makePdf } from './pdf.ts'

describe('a picture', () => {
  it('holds the pixels that were drawn', () => {
    const canvas = createCanvas(3, 2, colour('#ffffff'))
    canvas.fill(1, 0, 1, 1, colour('#010203'))
    const png = canvas.toPng()
    const at = png.indexOf('IDAT')
    const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
    expect([...rows]).toEqual([0, 255, 255, 255, 1, 2, 3, 255, 255, 255, 0, ...Array.from({ length: 9 }, () => 255)])
  })

  it('is cut at its edges', () => {
    const canvas = createCanvas(4, 4, colour('#ffffff'))
    canvas.fill(-2, -2, 50, 50, colour('#000000'))
    canvas.write(2, 2, 'Ä€語', colour('#ff0000'))
    expect(canvas.toPng().length).toBeGreaterThan(60)
  })
})

describe('a paper', () => {
  it('says where each of its objects begins', () => {
    const pdf = makePdf(['Invoice (1)', 'Total 249,00 €']).toString('latin1')
    const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1])
    expect(pdf.slice(start, start + 4)).toBe('xref')
    const offsets = [...pdf.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map(match => Number(match[1]))
    expect(offsets.map(offset => pdf.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5, 6].map(n => `${n} 0 obj`))
    const [, length, stream] = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(pdf) ?? []
    expect(stream?.length).toBe(Number(length))
    expect(stream).toContain('(Invoice \\(1\\)) Tj')
  })
})
