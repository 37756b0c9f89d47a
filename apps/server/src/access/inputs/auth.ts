import type { InputsOf } from '../input-types.ts'
import { password } from '../scene.ts'

const email = 'omar@acme.example'
const newPassword = 'trapeze canoe lentil'

export const auth = {
  desk: () => undefined,
  me: () => undefined,
  login: () => ({ email, password }),
  logout: () => undefined,
  logoutEverywhere: () => undefined,
  register: () => ({ name: 'Eve', email: 'eve@new.example', password: newPassword }),
  verifyEmail: s => ({ token: s.verifyToken, password }),
  requestPasswordReset: () => ({ email }),
  resetPassword: s => ({ token: s.resetToken, password: newPassword }),
  changePassword: {
    own: () => ({ currentPassword: password, password: newPassword }),
    'not knowing it': () => ({ currentPassword: 'guessed wrongly', password: newPassword }),
  },
  updateProfile: () => ({ name: 'Another Name' }),
  sessions: () => undefined,
  revokeSession: s => ({ sessionId: s.sessions.omar.name }),
  issueTokens: () => ({ email, password }),
  refreshTokens: s => ({ refreshToken: s.login.refreshToken }),
} satisfies InputsOf<'auth'>
