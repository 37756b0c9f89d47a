// The shapes of the server, as types. `npm run pack-client` replaces this file, like api.ts.
export type { TokenPair } from '@gotrs/contract/api-tokens'
export type { UploadedAttachment } from '@gotrs/contract/attachments'
export type { DeskInfo, Me } from '@gotrs/contract/auth'
export type { ErrorCode } from '@gotrs/contract/errors'
export type { WebhookPayload } from '@gotrs/contract/webhooks'
