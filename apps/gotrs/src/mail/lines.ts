import { once } from 'node:events'

/**
 * Lines of standard input, one at a time, separated only by line feeds: JSON may contain U+2028, which node:readline
 * treats as the end of a line.
 */
export async function* inputLines(input: AsyncIterable<Buffer> = process.stdin): AsyncGenerator<string> {
  let parts: Buffer[] = []
  for await (const chunk of input) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8')
      parts = []
      start = end + 1
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8')
}

/** Waits for a slow reader, so that a long batch does not fill the memory. */
export async function printLine(value: object, output: NodeJS.WritableStream = process.stdout): Promise<void> {
  if (!output.write(`${JSON.stringify(value)}\n`)) await once(output, 'drain')
}

/** `gotrs … | head` closes the pipe early, which is not an error. */
export function endWhenReaderLeaves(): void {
  process.stdout.on('error', endQuietly)
}

/** A server without a reader has lost its log: it ends with an error, so that a supervisor restarts it. */
export function keepRunningWithoutReader(): void {
  process.stdout.off('error', endQuietly)
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
