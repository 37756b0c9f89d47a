import { describe, expect, it } from 'vitest'
import { bringsBackground, guessedHeight, htmlDocument } from './html-document.ts'

describe('htmlDocument', () => {
  it('allows no script and no load from elsewhere, and escapes the title', () => {
    const page = htmlDocument('<p>Hi</p>', 'light', '</title><script>1</script>')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toContain('script-src')
    expect(page).not.toContain('<script>')
    expect(page).toContain('<body><p>Hi</p></body>')
  })

  it('is dark in the dark, with words that can be read, unless the mail brings backgrounds of its own', () => {
    expect(htmlDocument('<p style="color:#000">Hi</p>', 'dark', '')).toContain('color-scheme:dark')
    expect(htmlDocument('<p style="color:#000">Hi</p>', 'dark', '')).toContain('color: inherit !important')
    expect(htmlDocument('<p style="background:#fff">Hi</p>', 'dark', '')).toContain('color-scheme:light')
    expect(htmlDocument('<p>Hi</p>', 'light', '')).toContain('color-scheme:light')
  })
})

it.each([
  ['<td bgcolor="#fff">', true],
  ['<p style="margin:0;background-color : red">', true],
  ['<p style="color:#000">Hi</p>', false],
  ['<p>In the background: noise</p>', true],
  ['<p style="margin:0">background</p>', false],
])('bringsBackground of %s is %s', (html, expected) => {
  expect(bringsBackground(html)).toBe(expected)
})

it('guesses a height between one line and a bound', () => {
  expect(guessedHeight('Hi')).toBe(25)
  expect(guessedHeight('x'.repeat(140))).toBe(50)
  expect(guessedHeight('\n'.repeat(100_000))).toBe(2500)
})
