/** The provider gave no token. The message is in words, for the admin who has to put it right; it holds no secret. */
export class OAuthFailure extends Error {
  /** Trying again does not help: an admin has to do something first. */
  readonly isFinal: boolean

  constructor(message: string, { isFinal = false, cause }: { isFinal?: boolean; cause?: unknown } = {}) {
    super(message, { cause })
    this.name = 'OAuthFailure'
    this.isFinal = isFinal
  }
}
