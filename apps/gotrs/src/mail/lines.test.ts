import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { inputLines, printLine } from './lines.ts'

it('puts lines together across chunks, inside a character too', async () => {
  const bytes = Buffer.from('ä\u2028b\nsecond\n\nlast')
  const chunks = [...bytes].map(byte => Buffer.from([byte]))
  const lines: string[] = []
  for await (const line of inputLines(from(chunks))) lines.push(line)
  expect(lines).toEqual(['ä\u2028b', 'second', '', 'last'])
})

it('waits for a reader that is behind', async () => {
  const slow = new PassThrough({ highWaterMark: 10 })
  let isPrinted = false
  const printing = printLine({ word: 'longer than ten bytes' }, slow).then(() => {
    isPrinted = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect(isPrinted).toBe(false)
  slow.resume()
  await printing
})

async function* from(chunks: Buffer[]) {
  yield* chunks
}
