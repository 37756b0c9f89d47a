/** What the secrets of a mailbox's grant are sealed under: bound to the mailbox and to what each is for. */
export const oauthPurpose = (mailboxId: string, use: 'client secret' | 'refresh token' | 'access token') =>
  `mailbox:${mailboxId}:oauth ${use}`
