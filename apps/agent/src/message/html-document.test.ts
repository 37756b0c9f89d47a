import { describe, expect, it } from 'vitest'
import { hasOwnColours, htmlDocument } from './html-document.ts'

describe('hasOwnColours', () => {
  it.each([
    '<p style="color:#333">x</p>',
    '<td bgcolor="#fff">',
    '<font color="red">',
    '<p style="background-color: white">',
  ])('sees them in %s', html => expect(hasOwnColours(html)).toBe(true))

  it.each(['<p>Color: blue, please</p>', '<p style="margin:0;border-color:#eee">x</p>', '<b>x</b>'])(
    'sees none in %s',
    html => expect(hasOwnColours(html)).toBe(false),
  )
})

describe('htmlDocument', () => {
  it('carries a policy that lets nothing in from outside', () => {
    expect(htmlDocument('<b>x</b>', 'light')).toContain("default-src 'none'")
  })

  it('gives coloured mail white paper in the dark, and plain mail the dark itself', () => {
    expect(htmlDocument('<font color="black">x</font>', 'dark')).toContain('background: #ffffff')
    expect(htmlDocument('<b>x</b>', 'dark')).toContain('color: #ececf1')
  })
})
