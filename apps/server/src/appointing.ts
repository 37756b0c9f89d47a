import { requireLogin } from '@gotrs/core/accounts/require-login'
import type { Context } from './trpc.ts'

/**
 * An appointment gives a person rights that outlive the token and its scopes, so no token may make one. The verb checks
 * the permission of the caller.
 */
export const requireAppointing = ({ desk, credential }: Pick<Context, 'desk' | 'credential'>): Promise<void> =>
  requireLogin(desk, credential, 'user.appoint')
