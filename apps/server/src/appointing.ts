import { requireLogin } from '@gotrs/core/accounts/require-login'
import type { Context } from './trpc.ts'

/**
 * What somebody gains by an appointment outlives the token and is not bound by its scopes, so no token makes one. Whether
 * the caller may is checked by the use case.
 */
export const requireAppointing = ({ desk, credential }: Pick<Context, 'desk' | 'credential'>): Promise<void> =>
  requireLogin(desk, credential, 'user.appoint')
