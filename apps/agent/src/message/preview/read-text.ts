import { attachmentUrl } from '@gotrs/web/files/attachment-url'

/** As much as a person reads; the rest is in the download. */
export const maxTextBytes = 256 * 1024

/** The beginning of a file as text, never as HTML. @throws Error where the server does not send it */
export async function readText(fileId: string, signal: AbortSignal): Promise<string> {
  const headers = { Range: `bytes=0-${maxTextBytes - 1}` }
  const response = await fetch(attachmentUrl(fileId), { headers, signal })
  // An empty file has no range.
  if (response.status === 416) return ''
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return decode(new Uint8Array(await response.arrayBuffer()))
}

/** By its byte order mark (Unicode 16, section 23.8), else UTF-8, else what old Windows programs write. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    // `stream`: a character that is cut at the end is left out, and is no error.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
