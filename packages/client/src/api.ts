// What the rest of this package knows of the server, as types. `npm run pack-client` replaces this file by one that it
// generates from the router, so that the published package needs no code of the workspace.
import type { AppRouter } from '@gotrs/server/router'
import type { CallsOf } from './calls-of-router.ts'

export type { TokenPair } from '@gotrs/contract/api-tokens'
export type { UploadedAttachment } from '@gotrs/contract/attachments'
export type { DeskInfo, Me } from '@gotrs/contract/auth'
export type { ErrorCode } from '@gotrs/contract/errors'
export type { WebhookPayload } from '@gotrs/contract/webhooks'

/** Every procedure of the server. */
export type Api = CallsOf<AppRouter['_def']['record']>
