import { readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { z } from 'zod'
import { demoDir } from './demo-files.ts'
import { type Story, storyFile } from './story.ts'

/** The stories of the demo: each file of demo/stories/ is one, named after the file. */
export function loadStories(folder = join(demoDir, 'stories')): Story[] {
  return readdirSync(folder)
    .sort()
    .map(file => ({ name: parse(file).name, ...readStory(join(folder, file)) }))
}

function readStory(file: string): z.infer<typeof storyFile> {
  try {
    return storyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const words = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new Error(`${file} is not a story:\n${words}`)
  }
}
