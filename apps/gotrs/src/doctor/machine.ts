import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Settings } from '../env.ts'
import { folderTrouble } from '../start/lock.ts'
import { type Finding, fine, note, trouble } from './finding.ts'

const plenty = 2 * 1024 ** 3
const little = 256 * 1024 ** 2

export function checkNode(version: string = process.versions.node): Finding {
  const major = Number(version.split('.')[0])
  if (major >= 24) return fine('Node', version)
  return trouble('Node', `${version} is too old: GOTRS needs Node 24 or newer.`)
}

export async function checkDataDir({ dataDir }: Pick<Settings, 'dataDir'>): Promise<Finding[]> {
  const problem = await refusalOf(dataDir)
  if (problem?.code === 'ENOENT' && dirname(dataDir) !== dataDir) {
    const above = await firstRefusalAbove(dataDir)
    return above
      ? [trouble('Data folder', folderTrouble(dataDir, above))]
      : [note('Data folder', `${dataDir} does not exist yet; gotrs start creates it.`)]
  }
  if (problem) return [trouble('Data folder', folderTrouble(dataDir, problem))]
  const { bavail, bsize } = await statfs(dataDir)
  return [fine('Data folder', dataDir), checkFreeSpace(bavail * bsize)]
}

/** Checks the nearest existing folder, because gotrs start would create the missing ones in it. */
async function firstRefusalAbove(folder: string): Promise<NodeJS.ErrnoException | null> {
  const parent = dirname(folder)
  const problem = await refusalOf(parent)
  return problem?.code === 'ENOENT' && parent !== folder ? firstRefusalAbove(parent) : problem
}

async function refusalOf(folder: string): Promise<NodeJS.ErrnoException | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return Object.assign(new Error('it is a file'), { code: 'ENOTDIR' })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return error as NodeJS.ErrnoException
  }
}

export function checkFreeSpace(bytes: number): Finding {
  const readable = `${(bytes / 1024 ** 3).toFixed(1)} GiB free`
  if (bytes < little) return trouble('Disk', `${readable}: free some space, or GOTRS will stop accepting mail.`)
  return bytes < plenty ? note('Disk', `${readable}: plan for more space.`) : fine('Disk', readable)
}
