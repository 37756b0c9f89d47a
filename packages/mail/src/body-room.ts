/** How much of a mail is read as its body, over all its parts; a book can be attached, it need not be shown. */
export type BodyRoom = { textBytes: number; htmlBytes: number; htmlTags: number }

export const newBodyRoom = (): BodyRoom => ({
  textBytes: 2 * 1024 * 1024,
  // Pictures inside the HTML make it long, tags make it dear.
  htmlBytes: 4 * 1024 * 1024,
  htmlTags: 40_000,
})

const LESS_THAN = 0x3c
const LINE_FEED = 0x0a

/** The part of `bytes` that there is room for, cut at a line or a tag, and takes it from the room. */
export function takeRoom(room: BodyRoom, bytes: Buffer, isHtml: boolean): Buffer {
  const shown = isHtml ? bytes.subarray(0, endOfHtml(room, bytes)) : bytes.subarray(0, endOfText(room, bytes))
  if (isHtml) room.htmlBytes -= shown.length
  else room.textBytes -= shown.length
  return shown
}

function endOfText({ textBytes }: BodyRoom, bytes: Buffer): number {
  if (bytes.length <= textBytes) return bytes.length
  const line = bytes.lastIndexOf(LINE_FEED, textBytes)
  return line > textBytes / 2 ? line : textBytes
}

function endOfHtml(room: BodyRoom, bytes: Buffer): number {
  const end = Math.min(bytes.length, room.htmlBytes)
  for (let at = bytes.indexOf(LESS_THAN); at >= 0 && at < end; at = bytes.indexOf(LESS_THAN, at + 1)) {
    if (room.htmlTags <= 0) return at
    room.htmlTags--
  }
  return end
}
