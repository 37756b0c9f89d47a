/** Where the provider sends the browser back to; it is registered there, letter by letter. */
export const redirectUri = (baseUrl: string): string => `${baseUrl}/api/mailboxes/oauth/callback`
