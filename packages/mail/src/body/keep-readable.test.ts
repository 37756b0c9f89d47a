import { describe, expect, it } from 'vitest'
import { sanitiseHtml } from './sanitise.ts'

const styled = (style: string, inside = 'Many words', tag = 'div') => `<${tag} style="${style}">${inside}</${tag}>`

describe('text is not hidden', () => {
  it.each([
    ['height:1px;overflow:hidden', 'min-height:1px'],
    ['max-height:0;overflow:hidden', null],
    ['height:1500px', null],
    ['width:1px', null],
    ['max-width:0 !important', null],
    ['font-size:0', 'font-size:12px'],
    ['font-size:1px;color:red', 'color:red;font-size:12px'],
    ['font:1px/1px Arial', 'font-size:12px'],
    ['font-size:5%', 'font-size:12px'],
    ['line-height:0', 'line-height:normal'],
    ['line-height:1px !important', 'line-height:normal'],
    ['color:transparent', null],
    ['color:rgba(0,0,0,0)', null],
    ['color:#0000', null],
    ['color:rgba(255, 255, 255, .0)', null],
    ['color:rgb(0 0 0 / 0%)', null],
    ['color:hsla(0,100%,50%,0.01)', null],
    ['color:#00000008', null],
    ['opacity:0;clip-path:inset(50%);text-indent:-9999px;visibility:hidden', null],
    ['display:none', null],
  ])('by %s', (style, kept) => {
    const clean = sanitiseHtml(styled(style))
    expect(clean).toBe(kept === null ? '<div>Many words</div>' : styled(kept))
    expect(sanitiseHtml(clean)).toBe(clean)
  })

  it.each([
    [
      'sizes that are parts of parts',
      styled('font-size:50%', styled('font-size:50%')),
      '<div style="font-size:50%"><div style="font-size:12px">Many words</div></div>',
    ],
    ['a size around theirs', styled('font-size:0', '<b>Many words</b>'), styled('font-size:12px', '<b>Many words</b>')],
    [
      'rules of a style block',
      `<style>div{height:0}</style>${styled('')}`,
      '<div style="min-height:0">Many words</div>',
    ],
    [
      'the width of a cell',
      '<table><tr><td width=1>Many words',
      '<table><tbody><tr><td>Many words</td></tr></tbody></table>',
    ],
  ])('by %s', (_, html, clean) => {
    expect(sanitiseHtml(html)).toBe(clean)
    expect(sanitiseHtml(clean)).toBe(clean)
  })

  it('by nested elements with smaller letters', () => {
    const clean = sanitiseHtml(`${'<small>'.repeat(15)}Many words`)
    expect(clean).toContain('font-size:12px')
    expect(sanitiseHtml(clean)).toBe(clean)
  })
})

describe('harmless design stays', () => {
  it('the preview line of a newsletter stays hidden, with any other style', () => {
    const style =
      'display:none !important;visibility:hidden;mso-hide:all;font-size:1px;line-height:1px;color:#ffffff;max-height:0px;max-width:0px;opacity:0;overflow:hidden'
    const clean = sanitiseHtml(`${styled(style, 'A preview')}<p>The words</p>`)
    expect(clean).toMatch(/^<div style="display:none[^"]*">A preview<\/div><p>The words<\/p>$/)
    expect(sanitiseHtml(clean)).toBe(clean)
  })

  it.each([
    [styled('height:20px;line-height:20px;font-size:1px', '\u00a0')],
    [styled('height:1px;background-color:#ccc', '')],
    [styled('font-size:0;line-height:0', '<img src="cid:a" alt="" style="height:40px;width:10px" />')],
    [styled('font-size:0', styled('font-size:16px;display:inline-block', 'Many words'))],
    [`${styled('display:none;max-height:20px', '')}Many words`],
    [`${styled('display:none', 'A preview')}Many words`],
    [styled('width:20px', '1.')],
    ...[
      'rgb(255, 0, 0)',
      'rgb(0,0,0)',
      'rgb(255 255 0)',
      'hsl(0,100%,0%)',
      'rgba(255,0,0,0.5)',
      'rgb(0 0 0 / 80%)',
      '#ff0',
      '#ff0000',
      '#f00f',
    ].map(colour => [styled(`color:${colour}`)]),
    [styled('color:rgb(255,255,0);background-color:#000')],
    [styled('line-height:1.2;font-size:11px;width:300px')],
    [`<sup style="font-size:10px;line-height:0.8">1</sup>`],
  ])('%s', html => {
    expect(sanitiseHtml(html)).toBe(html)
  })
})
