import type { InputsOf } from '../input-types.ts'
import { password } from '../scene.ts'

export const tokens = {
  list: { own: () => ({}), 'of somebody': s => ({ userId: s.customer }) },
  get: s => ({ tokenId: s.tokens.omar.id }),
  create: () => ({ name: 'Script', scopes: ['settings:write'], password }),
  revoke: s => ({ tokenId: s.tokens.omar.id }),
} satisfies InputsOf<'tokens'>
