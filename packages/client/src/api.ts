// The procedures of the server, as types. `npm run pack-client` replaces this file and contract.ts by files that it
// generates from the router, so that the published package needs no code of the workspace.
import type { AppRouter } from '@gotrs/server/router'
import type { CallsOf } from './calls-of-router.ts'

/** Every procedure of the server. */
export type Api = CallsOf<AppRouter['_def']['record']>
