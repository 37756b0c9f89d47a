/** What browsers send for a page that is gone, of all its requests together (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch). */
const KEEPALIVE_BYTES = 60_000
let keptBytes = 0

type Fetch = (input: RequestInfo | URL | string, init?: RequestInit) => Promise<Response>

/** Reaches the server even if the page is closed now. What is longer is sent too, as long as the page lives. */
export const keptFetch =
  (send: Fetch): Fetch =>
  async (input, init) => {
    const bytes = new Blob([String(init?.body ?? '')]).size
    if (keptBytes + bytes > KEEPALIVE_BYTES) return send(input, init)
    keptBytes += bytes
    try {
      return await send(input, { ...init, keepalive: true })
    } finally {
      keptBytes -= bytes
    }
  }
