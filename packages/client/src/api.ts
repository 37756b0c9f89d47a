// What the rest of this package knows of the server: types alone. In the published package this file is another one, made
// from the router by tools/client-package, which needs nothing of ours.
export type { TokenPair } from '@gotrs/contract/api-tokens'
export type { UploadedAttachment } from '@gotrs/contract/attachments'
export type { DeskInfo, Me } from '@gotrs/contract/auth'
export type { ErrorCode } from '@gotrs/contract/errors'
export type { WebhookPayload } from '@gotrs/contract/webhooks'
export type { AppRouter } from '@gotrs/server/router'
