// Plain JavaScript without dependencies: this runs on Node 20.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Runs one stage after the other, and the lanes of a stage in parallel: prints the output of the first lane as it comes,
 * and that of the others afterwards. Ends at the first stage that fails.
 * @returns the heading of the first failed step, or null
 */
export async function playStages(stages, logFolder) {
  mkdirSync(logFolder, { recursive: true })
  for (const [shown, ...others] of stages) {
    const stage = { red: null, logFolder }
    const [, ...unseen] = await Promise.all([playSeen(shown, stage), ...others.map(lane => playUnseen(lane, stage))])
    for (const print of unseen.flat()) print()
    if (stage.red) return stage.red
  }
  return null
}

/** Runs step by step, until a step of the stage fails. */
async function play(lane, stage, begin, end = console.log) {
  for (const [heading, step] of lane) {
    if (stage.red) return
    const began = Date.now()
    const code = await begin(heading, step)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    if (code !== 0) stage.red ??= heading
    end(code === 0 ? `   fine, ${seconds} s` : `   red, ${seconds} s`)
  }
}

function playSeen(lane, stage) {
  return play(lane, stage, (heading, step) => {
    console.log(`\n== ${heading}`)
    return step('inherit')
  })
}

/** Returns what prints each of its steps. */
async function playUnseen(lane, stage) {
  const prints = []
  let file = ''
  const begin = async (heading, step) => {
    file = join(stage.logFolder, `${heading.replaceAll(/\W+/g, '-')}.log`)
    const out = openSync(file, 'w')
    try {
      return await step(out)
    } finally {
      closeSync(out)
    }
  }
  await play(lane, stage, begin, outcome => {
    const [heading] = lane[prints.length]
    const said = readFileSync(file, 'utf8')
    prints.push(() => console.log(`\n== ${heading}\n${said}${outcome}`))
  })
  return prints
}
