import type { DemoFile } from '../story.ts'
import { makePdf } from './pdf.ts'

/** A picture that stands in the text, where `[[contentId]]` stands. */
export const inline = (contentId: string, content: () => Buffer): DemoFile => ({
  filename: `${contentId}.png`,
  contentType: 'image/png',
  contentId,
  content,
})

export const picture = (filename: string, content: () => Buffer): DemoFile => ({
  filename,
  contentType: 'image/png',
  content,
})

export const pdf = (filename: string, lines: string[]): DemoFile => ({
  filename,
  contentType: 'application/pdf',
  content: () => makePdf(lines),
})

/** A list of values, a log: as it lies on somebody's disk, with its own encoding where that matters. */
export const plain = (
  filename: string,
  contentType: string,
  text: string,
  encoding: BufferEncoding = 'utf8',
): DemoFile => ({
  filename,
  contentType,
  content: () => Buffer.from(text, encoding),
})
