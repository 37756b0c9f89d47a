import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bringsBackground, dark, guessHeight, light, mailDocument, type Scheme } from './mail-document.ts'

const page = (html: string, scheme: Scheme = 'light', title = 'Message') =>
  mailDocument({ html, scheme, title, fontSize: 14 })

describe('mailDocument', () => {
  it('allows no script and no load from another origin, and escapes the title', () => {
    const document = page('<p>Hi</p>', 'light', '</title><script>1</script>')
    expect(document).toContain("default-src 'none'")
    expect(document).not.toContain('script-src')
    expect(document).not.toContain('<script>')
    expect(document).toContain('<div id="message" dir="auto"><p>Hi</p></div>')
  })

  it('is dark in the dark, with words that can be read, unless the mail brings backgrounds of its own', () => {
    expect(page('<p style="color:#000">Hi</p>', 'dark')).toContain('color-scheme:dark')
    expect(page('<p style="color:#000">Hi</p>', 'dark')).toContain('color: inherit !important')
    expect(page('<p style="background:#fff">Hi</p>', 'dark')).toContain('color-scheme:light')
    expect(page('<p style="background:#fff">Hi</p>', 'dark')).toContain('background: #ffffff')
    expect(page('<p>Hi</p>', 'light')).toContain('color-scheme:light')
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
  expect(guessHeight('Hi', 16)).toBe(25)
  expect(guessHeight('x'.repeat(140), 16)).toBe(50)
  expect(guessHeight('\n'.repeat(100_000), 16)).toBe(2500)
})

it('uses the colours of the tokens', () => {
  const tokens = readFileSync(new URL('../theme/tokens.css', import.meta.url), 'utf8')
  const value = (name: string) => new RegExp(`--${name}: (#\\w+)`).exec(tokens)?.[1]
  expect(light).toMatchObject({ text: value('grey-9'), dim: value('grey-6'), link: value('accent-7') })
  expect(light).toMatchObject({ line: value('grey-3'), code: value('grey-1') })
  expect(dark).toMatchObject({ text: value('ink-0'), dim: value('ink-2'), link: value('accent-3') })
  expect(dark).toMatchObject({ line: value('ink-4'), code: value('ink-5') })
  expect(dark.more).toContain(`a { color: ${dark.link}`)
})
