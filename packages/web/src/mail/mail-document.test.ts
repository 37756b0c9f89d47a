import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dark, guessHeight, isDesigned, light, mailDocument, type Scheme } from './mail-document.ts'

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

  it('recolours a simple mail in the dark, and gives a designed one white paper with round corners', () => {
    const simple = page('<p style="color:#000;background:white">Hi</p>', 'dark')
    expect(simple).toContain('color: inherit !important')
    expect(simple).toContain('background-color: transparent !important')
    expect(simple).not.toContain('background: #ffffff')
    const designed = page('<p style="background:#0b6a94">Hi</p>', 'dark')
    expect(designed).toContain('background: #ffffff; padding: 12px; border-radius: 6px')
    expect(designed).not.toContain('!important')
  })

  it('has the scheme of the page around it, so that the frame is transparent', () => {
    for (const html of ['<p>Hi</p>', '<p style="background:red">Hi</p>'])
      for (const scheme of ['light', 'dark'] as const)
        expect(page(html, scheme)).toContain(`<html lang="" style="color-scheme:${scheme}">`)
  })
})

it.each([
  ['<td bgcolor="#0b6a94">', true],
  ['<td bgcolor=red>', true],
  ['<p style="margin:0;background-color : red">', true],
  ['<table background="cid:paper">', true],
  ['<div style="background-image:url(x.png)">', true],
  ['<div style="background:#fff url(x.png)">', true],
  ['<div style="background:linear-gradient(red, blue)">', true],
  ['<td bgcolor="#FFFFFF">', false],
  ['<p style="background:white">', false],
  ['<p style="background: #ffffff none repeat scroll 0% 0%">', false],
  ['<p style="background-color:rgb(255, 255, 255)">', false],
  ['<p style="background-color:transparent;color:navy">', false],
  ['<p style="color:#000">Hi</p>', false],
  ['<p style="margin:0">background</p>', false],
  ['<p>Hello,<br> background: we have moved</p>', false],
])('isDesigned of %s is %s', (html, expected) => {
  expect(isDesigned(html)).toBe(expected)
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
  expect(dark.more).toContain(`mark[data-mention] { color: ${dark.link} !important`)
  expect(dark.more).toContain(`{ background-color: ${dark.link} !important; color: ${dark.page} !important`)
})
