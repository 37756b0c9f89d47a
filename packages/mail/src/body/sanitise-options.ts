export interface SanitiseOptions {
  /** Gives the URL of an inline image; null leaves the image out. Without it `src="cid:…"` stays as it is. */
  resolveCid?: (contentId: string) => string | null
  /**
   * `blocked` (the default) moves the address of a remote image to `data-remote-src`, and of one behind the text to
   * `data-remote-background`, where nothing loads it.
   */
  remoteImages?: 'blocked' | 'keep'
}
