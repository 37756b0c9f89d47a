import { cleanFilename } from '@gotrs/mail/attachments/filename'

/**
 * Names under which every system unpacks the files beside each other: no folders, no characters or names that Windows
 * reserves, and no two that differ only in case.
 */
export function zipNames(filenames: readonly string[]): string[] {
  const used = new Set<string>()
  return filenames.map(filename => {
    const name = unpackable(filename)
    let free = name
    for (let count = 2; used.has(free.toLowerCase()); count += 1) free = numbered(name, count)
    used.add(free.toLowerCase())
    return free
  })
}

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

function unpackable(filename: string): string {
  const name = cleanFilename(filename, 'file').replace(/[<>:"|?*]/g, '_')
  return reserved.test(name) ? `_${name}` : name
}

function numbered(name: string, count: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${count})${name.slice(dot)}` : `${name} (${count})`
}
