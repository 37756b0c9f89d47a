export interface SanitiseOptions {
  /** Returns the URL of an inline image; null removes the image. Without it `src="cid:…"` stays as it is. */
  resolveCid?: (contentId: string) => string | null
  /**
   * `blocked` (the default) moves the address of a remote image to `data-remote-src`, and of a background image to
   * `data-remote-background`, where nothing loads it.
   */
  remoteImages?: 'blocked' | 'keep'
}
