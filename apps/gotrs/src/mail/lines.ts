import { once } from 'node:events'

/**
 * Lines of standard input, one at a time. By line feed alone: JSON may hold U+2028, which node:readline takes for the end
 * of a line.
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

/** Waits while the reader is behind, so that a long batch never piles up in memory; ends quietly when nobody reads on. */
export async function printLine(value: object, output: NodeJS.WritableStream = process.stdout): Promise<void> {
  if (!output.write(`${JSON.stringify(value)}\n`)) await once(output, 'drain')
}

/** `gotrs … | head` closes the pipe early: that is no fault. */
export function endWhenReaderLeaves(): void {
  process.stdout.on('error', endQuietly)
}

/** A desk whose output nobody reads any more has lost its log: that ends as a fault, which a supervisor restarts. */
export function keepRunningWithoutReader(): void {
  process.stdout.off('error', endQuietly)
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
