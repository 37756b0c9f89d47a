/** `crypto.randomUUID` is missing where the desk is reached without TLS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** This window, as the server knows it from the drafts that it saves: until the page is loaded again. */
export const writerId = newId()

let saves = 0

/** Counts over all drafts of this window: a draft that is opened again goes on where it was. */
export const nextSaveNumber = () => {
  saves += 1
  return saves
}
