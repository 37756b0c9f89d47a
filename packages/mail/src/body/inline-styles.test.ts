import { describe, expect, it } from 'vitest'
import { sanitiseHtml } from './sanitise.ts'

/** The clean form of `body` under a style sheet. */
const dressed = (css: string, body: string) => sanitiseHtml(`<html><head><style>${css}</style></head>${body}</html>`)

describe('the rules of a style block', () => {
  it.each([
    ['p { color: red }', '<p>a</p>', '<p style="color:red">a</p>'],
    ['.note { color: red }', '<b class="x Note">a</b>', '<b style="color:red">a</b>'],
    ['#top { color: red }', '<b id="top">a</b>', '<b style="color:red">a</b>'],
    ['p.a, b.a , i { color: red }', '<p class="b">a<b class="a">b</b></p>', '<p>a<b style="color:red">b</b></p>'],
    [
      'td p.x { color: red }',
      '<p class="x">a</p><table><tr><td><b><p class="x">a</p></b></td></tr></table>',
      '<p>a</p><table><tbody><tr><td><b><p style="color:red">a</p></b></td></tr></tbody></table>',
    ],
    ['* { color: red }', '<b>a</b>', '<b style="color:red">a</b>'],
    ['body { color: red; margin: 0 }', '<body><p>a</p></body>', '<div style="color:red;margin:0"><p>a</p></div>'],
    ['/* p{} */ p /* x */ { color: red /* ; */ }', '<p>a</p>', '<p style="color:red">a</p>'],
    ['<!-- p { color: red } -->', '<p>a</p>', '<p style="color:red">a</p>'],
    [
      'p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif}',
      '<p class=MsoNormal>a</p>',
      '<p style="margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif">a</p>',
    ],
    ['p { color: red', '<p>a</p>', '<p style="color:red">a</p>'],
  ])('%s', (css, body, clean) => {
    expect(dressed(css, body)).toBe(clean)
    expect(sanitiseHtml(clean)).toBe(clean)
  })

  it.each([
    ['a later rule', 'p { color: red } p { color: blue }', '<p>a</p>', 'color:blue'],
    ['a class over a tag', '.x { color: blue } p { color: red }', '<p class="x">a</p>', 'color:blue'],
    ['an id over classes', '#i { color: blue } p.x.y { color: red }', '<p id="i" class="x y">a</p>', 'color:blue'],
    ['an ancestor named as well', 'div p { color: blue } p { color: red }', '<div><p>a</p></div>', 'color:blue'],
    ['the attribute', '#i { color: red; margin: 0 }', '<p id="i" style="color:blue">a</p>', 'margin:0;color:blue'],
    ['what is important', 'p { color: blue !important }', '<p style="color:red">a</p>', 'color:blue !important'],
    [
      'the part behind its shorthand',
      'p { margin-left: 1px; margin: 2px }',
      '<p style="margin-left:3px">a</p>',
      'margin:2px;margin-left:3px',
    ],
  ])('%s wins', (_, css, body, style) => {
    expect(dressed(css, body)).toContain(`<p style="${style}">`)
  })

  it('apply to elements above them, from several blocks', () => {
    const html = '<p>a</p><style>p{color:red}</style><style media="screen, print">p{margin:0}</style>'
    expect(sanitiseHtml(html)).toBe('<p style="color:red;margin:0">a</p>')
  })

  it.each([
    [
      'position, url and everything else that does not only look',
      'p{position:fixed;background:url(https://a.example/x);behavior:url(/x);content:"x"}',
    ],
    ['imports and fonts', '@import url(/x);@font-face{font-family:a;src:url(/x)}@charset "x";'],
    ['media queries', '@media (max-width:600px){p{color:red}b{color:red}}'],
    [
      'selectors that are not simple',
      'p:first-child{color:red}a>p{color:red}p+p{color:red}p[x]{color:red}p~p{color:red}p\\{x{color:red}',
    ],
    ['more ancestors than any letter names', 'a b i u p{color:red}'],
  ])('have no effect with %s', (_, css) => {
    expect(dressed(css, '<p>a</p>')).toBe('<p>a</p>')
  })

  it('continue after an at-rule', () => {
    expect(dressed('@media print{p{color:red}}@import "x";p{margin:0}', '<p>a</p>')).toBe('<p style="margin:0">a</p>')
  })

  it.each(['print', '(max-width: 600px)', 'speech'])('do not apply from a medium %s', media => {
    expect(sanitiseHtml(`<style media="${media}">p{color:red}</style><p>a</p>`)).toBe('<p>a</p>')
  })

  it.each([
    ['bytes', `${'p{color:red}'.repeat(30_000)}`, '<p>a</p>'],
    ['rules', `${'p{margin:0}'.repeat(3_100)}`, '<p>a</p>'],
    ['steps', `${'p{margin:0}'.repeat(2_000)}`, '<p>a</p>'.repeat(300)],
    ['bytes written', `p{font-family:${'a'.repeat(290)};margin:${'0 '.repeat(4)}}`, '<p>a</p>'.repeat(7_400)],
  ])('are all ignored above a limit of %s', (_, css, body) => {
    expect(dressed(css, body)).toBe(body)
  })

  it('never write a style that is too long to be read again', () => {
    const css = Array.from(
      { length: 40 },
      (_, i) => `.c${i}{font-family:${'abc'.repeat(90)}${i};font:12px ${'a'.repeat(250)}}`,
    )
    const properties = ['margin', 'padding', 'color', 'width', 'height']
      .map(it => `${it}:1px ${' '.repeat(700)}`)
      .join(';')
    const once = dressed(css.join(''), `<p class="${css.map((_, i) => `c${i}`).join(' ')}" style="${properties}">a</p>`)
    expect(sanitiseHtml(once)).toBe(once)
    expect(sanitiseHtml(`<p style="${'background:red;'.repeat(280)}">a</p>`).length).toBeLessThan(4_100)
  })
})
