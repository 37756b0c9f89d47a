import { access, constants, statfs } from 'node:fs/promises'
import type { Settings } from '../env.ts'
import { type Finding, fine, note, trouble } from './finding.ts'

const plenty = 2 * 1024 ** 3
const little = 256 * 1024 ** 2

export function checkNode(version: string = process.versions.node): Finding {
  const major = Number(version.split('.')[0])
  if (major >= 24) return fine('Node', version)
  return trouble('Node', `${version} is too old: GOTRS runs on Node 24 or newer.`)
}

export async function checkDataDir({ dataDir }: Settings): Promise<Finding[]> {
  const problem = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).catch(error => error)
  if (problem?.code === 'ENOENT') {
    return [note('Data folder', `${dataDir} is not there yet; gotrs start makes it.`)]
  }
  if (problem) {
    return [
      trouble('Data folder', `${dataDir} cannot be written: make it writable, or set DATA_DIR to another folder.`),
    ]
  }
  const { bavail, bsize } = await statfs(dataDir)
  return [fine('Data folder', dataDir), checkFreeSpace(bavail * bsize)]
}

export function checkFreeSpace(bytes: number): Finding {
  const readable = `${(bytes / 1024 ** 3).toFixed(1)} GiB free`
  if (bytes < little) return trouble('Disk', `${readable}: make room before mail has to wait on the mail server.`)
  return bytes < plenty ? note('Disk', `${readable}: plan for more room.`) : fine('Disk', readable)
}
