import { existsSync, readFileSync } from 'node:fs'
import { extname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

// Beside the bundle, and where the sources have it.
const places = ['./demo/', '../../demo/']

/** The folder with the stories of the demo and the files that go with them. */
export const demoDir = places.map(it => fileURLToPath(new URL(it, import.meta.url))).find(it => existsSync(it)) ?? ''

const contentTypes: Record<string, string> = {
  '.csv': 'text/csv',
  '.log': 'text/plain',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
}

/** A file of a message; an image with a `contentId` is shown in the text at `[[contentId]]`. */
export type DemoFile = { filename: string; contentType: string; contentId?: string; content: Buffer }

/** The name of a file in demo/files/. `{ "inline": "box.png" }` is shown where the text says `[[box]]`. */
export const demoFile = z
  .union([z.string(), z.strictObject({ inline: z.string() })])
  .transform((given, context): DemoFile => {
    const filename = typeof given === 'string' ? given : given.inline
    const contentType = contentTypes[extname(filename)]
    const path = join(demoDir, 'files', filename)
    if (contentType && existsSync(path)) {
      const contentId = typeof given === 'string' ? {} : { contentId: parse(filename).name }
      return { filename, contentType, ...contentId, content: readFileSync(path) }
    }
    context.addIssue(contentType ? `there is no demo/files/${filename}` : `no content type for ${filename}`)
    return z.NEVER
  })
