import { expect, it } from 'vitest'
import { previewKind } from './preview-kind.ts'

it.each([
  ['image/jpeg', 'a.jpg', 'picture'],
  ['image/jpg', 'a.jpg', 'picture'],
  ['application/octet-stream', 'IMG_2041.JPG', 'picture'],
  ['image/svg+xml', 'a.svg', null],
  ['image/heic', 'a.heic', null],
  ['application/pdf', 'a', 'pdf'],
  ['application/octet-stream', 'Invoice.PDF', 'pdf'],
  ['text/plain', 'a.txt', 'text'],
  ['text/csv', 'a.csv', 'text'],
  ['text/html', 'a.html', null],
  ['application/octet-stream', 'vpn.log', 'text'],
  ['application/octet-stream', 'setup.exe', null],
  ['application/zip', 'a.log', null],
])('%s with the name %s is shown as %s', (contentType, filename, kind) => {
  expect(previewKind({ contentType, filename })).toBe(kind)
})
