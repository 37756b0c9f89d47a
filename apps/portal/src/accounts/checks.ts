/**
 * What the forms check before they ask the server; the contract's schemas stay the judges. Said again here because
 * they would bring the whole of Zod into the page; a test holds the two together.
 */
export const passwordMinLength = 12
const passwordMaxLength = 128
export const passwordHint = `At least ${passwordMinLength} characters. A few random words are easy to remember.`

export function emailProblem(email: string): string | undefined {
  const address = email.trim()
  if (address === '') return 'Enter your email address.'
  const [local, domain, ...rest] = address.split('@')
  const isAddress = local && domain && rest.length === 0 && domain.includes('.') && !/\s/.test(address)
  return isAddress ? undefined : 'Enter a full address such as name@example.com.'
}

export function nameProblem(name: string): string | undefined {
  return name.trim() === '' ? 'Enter your name.' : undefined
}

export function newPasswordProblem(password: string): string | undefined {
  if (password.length < passwordMinLength) {
    return `Use at least ${passwordMinLength} characters. You entered ${password.length}.`
  }
  return password.length > passwordMaxLength ? `Use at most ${passwordMaxLength} characters.` : undefined
}

export const passwordProblem = (password: string) => (password === '' ? 'Enter your password.' : undefined)
