/** How a server writes names of folders (RFC 9051, section 6.3.10): what is between them, and what its own ones begin with. */
export type FolderNames = { delimiter: string; prefix: string }

/**
 * Is it the same folder by another spelling? Before a server was asked, both usual delimiters count as one. Case does not
 * count: it never does in INBOX, and some servers ignore it everywhere.
 */
export function isSameFolder(one: string, other: string, names?: FolderNames): boolean {
  return plainName(one, names) === plainName(other, names)
}

function plainName(folder: string, names: FolderNames | undefined): string {
  const delimiters = names ? [names.delimiter] : ['/', '.']
  const parts = (name: string) =>
    delimiters.reduce((text, delimiter) => (delimiter ? text.replaceAll(delimiter, '\0') : text), name.toLowerCase())
  const path = parts(folder).replace(/\0+$/, '')
  const prefix = parts(names?.prefix ?? '')
  return prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path
}
