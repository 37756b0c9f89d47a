import { sentence } from '../report.ts'
import { inputLines, printLine } from './lines.ts'

/** Reads one JSON object per line and prints one for each, in the same order; a line that fails has `error`. */
export async function runBatch(handle: (input: Record<string, unknown>, id: string) => Promise<object>): Promise<void> {
  for await (const line of inputLines()) {
    if (line.trim() !== '') await printLine(await answer(line, handle))
  }
}

async function answer(line: string, handle: Parameters<typeof runBatch>[0]): Promise<object> {
  let id: unknown = null
  try {
    const input = readObject(line)
    id = 'id' in input ? input.id : null
    if (typeof id !== 'string') throw new Error('"id" must be a string.')
    return await handle({ ...input }, id)
  } catch (error) {
    return { id, error: sentence(error) }
  }
}

function readObject(line: string): object {
  try {
    const input: unknown = JSON.parse(line)
    if (typeof input === 'object' && input !== null) return input
  } catch {
    // Reported below.
  }
  throw new Error('The line is not a JSON object.')
}
