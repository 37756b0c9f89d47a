// Plain JavaScript without dependencies: this runs on Node 20.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { hashFiles, readStamp, Trouble, writeStamp } from './workspace.mjs'

/**
 * Builds a part of the product into a folder of `dist`, unless that has what an earlier build made of the same sources.
 * Builds may run at once: each has a draft of its own and moves it into place when it is complete. So a failed or killed
 * build keeps the previous one.
 */
export async function buildTarget(target, dist) {
  const stampFile = join(dist, '.stamps', target.name.replace('/', '-'))
  const folder = join(dist, target.name)
  const sources = hashFiles(target.sources)
  if (existsSync(folder) && readStamp(stampFile) === stampOf(sources, folder)) return
  console.error(`Building ${target.name} …`)
  mkdirSync(dirname(folder), { recursive: true })
  deleteDraftsOfKilledBuilds(folder)
  const draft = `${folder}.draft-${process.pid}-${randomUUID()}`
  try {
    if ((await target.build(draft)) !== 0) throw new Trouble(`Building ${target.name} failed, see above.`)
    requireComplete(target, draft)
    const stamp = stampOf(sources, draft)
    moveIntoPlace(draft, folder)
    writeStamp(stampFile, stamp)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Names the result too: the stamp of one build does not fit the files of another, nor a folder that lost a file. */
const stampOf = (sources, folder) => `${sources} ${hashFiles([folder], folder)}`

function requireComplete({ name, expected }, draft) {
  const missing = expected.find(file => !existsSync(join(draft, file)))
  if (missing) throw new Trouble(`Building ${name} failed: its draft has no ${missing}.`)
}

/** A folder cannot replace one that has files, and another build may place its own between the two steps. */
function moveIntoPlace(draft, folder) {
  const previous = `${draft}-previous`
  for (let isPlaced = false; !isPlaced; ) {
    tryToMove(folder, previous, ['ENOENT'])
    isPlaced = tryToMove(draft, folder, ['ENOTEMPTY', 'EEXIST'])
    rmSync(previous, { recursive: true, force: true })
  }
}

function tryToMove(from, to, expectedErrors) {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (expectedErrors.includes(error.code)) return false
    throw error
  }
}

function deleteDraftsOfKilledBuilds(folder) {
  for (const name of readdirSync(dirname(folder))) {
    const [, of, pid] = /^(.+)\.draft-(\d+)-/.exec(name) ?? []
    if (of === basename(folder) && !isRunning(Number(pid)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
