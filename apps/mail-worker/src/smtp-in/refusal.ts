/** The reply of the listener instead of 2xx. */
export class Refusal extends Error {
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

export const refusal = (code: number, message: string) => new Refusal(code, message)
