import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { BodyHash } from './body-hash.ts'

/** The algorithms of RFC 6376, sections 3.4.3 and 3.4.4. */
function canonical(body: string, isRelaxed: boolean): string {
  const lines = body.replaceAll(/(?<!\r)\n/g, '\r\n').split('\r\n')
  const plain = isRelaxed ? lines.map(it => it.replaceAll(/[ \t]+/g, ' ').replace(/ $/, '')) : lines
  while (plain.at(-1) === '') plain.pop()
  return plain.length === 0 ? (isRelaxed ? '' : '\r\n') : `${plain.join('\r\n')}\r\n`
}

function hash(body: string, canonicalisation: string, sizes: () => number): string {
  const hasher = new BodyHash(canonicalisation, 'sha256')
  const bytes = Buffer.from(body, 'latin1')
  for (let at = 0, size = sizes(); at < bytes.length; at += size, size = sizes())
    hasher.update(bytes.subarray(at, at + size))
  return hasher.digest('base64')
}

const sha256 = (text: string) => createHash('sha256').update(text, 'latin1').digest('base64')

it.each([
  [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n', ' C \r\nD \t E\r\n'],
  ['', '', '\r\n'],
  ['\r\n\r\n', '', '\r\n'],
  ['a', 'a\r\n', 'a\r\n'],
  [' \t', '', ' \t\r\n'],
])('hashes %j as the RFC shows it', (body, relaxed, simple) => {
  expect(hash(body, 'relaxed', () => 1)).toBe(sha256(relaxed))
  expect(hash(body, 'simple', () => 1)).toBe(sha256(simple))
})

it('hashes random bodies as the RFC says, in any pieces', () => {
  let seed = 11
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const pieces = ['a', 'b', ' ', '\t', '\r\n', '\n', '\r', '\r\n\r\n', '\xff']
  for (let round = 0; round < 2_000; round += 1) {
    const body = Array.from({ length: random(20) }, () => pieces[random(pieces.length)]).join('')
    for (const way of ['relaxed', 'simple']) {
      expect({ body, way, hash: hash(body, way, () => 1 + random(5)) }).toEqual({
        body,
        way,
        hash: sha256(canonical(body, way === 'relaxed')),
      })
    }
  }
})
