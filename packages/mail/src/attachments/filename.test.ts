import { describe, expect, it } from 'vitest'
import { cleanFilename, defaultFilename } from './filename.ts'

describe('cleanFilename', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht (neu): „1“.pdf', 'Übersicht (neu): „1“.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\jane\\a.txt', 'a.txt'],
    ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['exe.\u202etxt', 'exe.txt'],
    ['in\u200bvisible\ufeff.txt', 'invisible.txt'],
    ['.htaccess', 'htaccess'],
    ['name. ', 'name'],
    ['..', 'fallback'],
    ['', 'fallback'],
    ['half \ud800.txt', 'half \ufffd.txt'],
  ])('makes %j into %j', (name, cleaned) => {
    expect(cleanFilename(name, 'fallback')).toBe(cleaned)
  })

  it('shortens a long name and keeps its extension', () => {
    const cleaned = cleanFilename(`${'😀'.repeat(300)}.pdf`, 'fallback')
    expect([...cleaned]).toHaveLength(200)
    expect(cleaned.endsWith('😀.pdf')).toBe(true)
  })
})

describe('defaultFilename', () => {
  it.each([
    ['image/jpeg', 'image.jpg'],
    ['image/x-new', 'image.new'],
    ['application/pdf', 'attachment.pdf'],
    ['application/x-unknown', 'attachment.bin'],
    ['text/html', 'document.html'],
    ['message/rfc822', 'message.eml'],
  ])('names %s %s', (type, name) => {
    expect(defaultFilename(type)).toBe(name)
  })
})
