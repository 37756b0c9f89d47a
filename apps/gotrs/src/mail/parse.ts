import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parseMail } from '@gotrs/mail/parse'
import { toParseLine } from '@gotrs/mail/parse-line'
import { callerFolder } from '../env.ts'
import { sentence } from '../report.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { runBatch } from './batch.ts'
import { printLine } from './lines.ts'

export async function parse(files: string[], options: { batch?: boolean }): Promise<void> {
  if (options.batch) return parseBatch(files)
  if (files.length === 0) return parseInput()
  for (const file of files) {
    const line = await parseFile(file, file).catch(error => {
      process.exitCode = 1
      return { id: file, error: sentence(error) }
    })
    await printLine(line)
  }
}

async function parseBatch(files: string[]): Promise<void> {
  if (files.length > 0) throw new WrongUsage('With --batch standard input names the files: leave FILE out.')
  await runBatch(async (input, id) => {
    if (typeof input.file !== 'string') throw new Error('"file" must be a string.')
    return parseFile(id, input.file)
  })
}

async function parseInput(): Promise<void> {
  if (process.stdin.isTTY)
    throw new WrongUsage('Name a mail file, or pass one on standard input: gotrs mail parse < message.eml')
  const raw = await buffer(process.stdin)
  if (raw.length === 0) throw new Error('Standard input was empty: gotrs mail parse < message.eml')
  await printLine(toParseLine('-', await parseMail(raw)))
}

const fileTrouble: Record<string, (file: string) => string> = {
  ENOENT: file => `${file} does not exist.`,
  EISDIR: file => `${file} is a folder: name mail files.`,
  EACCES: file => `This user may not read ${file}.`,
}

async function parseFile(id: string, file: string): Promise<object> {
  const raw = await readFile(resolve(callerFolder(), file)).catch((error: NodeJS.ErrnoException) => {
    throw new Error(fileTrouble[error.code ?? '']?.(file) ?? `Cannot read ${file}: ${error.message}`)
  })
  return toParseLine(id, await parseMail(raw))
}
