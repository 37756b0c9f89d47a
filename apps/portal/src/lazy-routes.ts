import { lazy } from 'react'

/** All screens but the first one: each loads when somebody opens it. */
export const RequestPage = lazy(async () => ({
  default: (await import('./conversation/request-page.tsx')).RequestPage,
}))
export const NewRequest = lazy(async () => ({ default: (await import('./requests/new-request.tsx')).NewRequest }))
export const Account = lazy(async () => ({ default: (await import('./accounts/account.tsx')).Account }))
export const Register = lazy(async () => ({ default: (await import('./accounts/register.tsx')).Register }))
export const VerifyEmail = lazy(async () => ({ default: (await import('./accounts/verify-email.tsx')).VerifyEmail }))
export const ForgotPassword = lazy(async () => ({
  default: (await import('./accounts/forgot-password.tsx')).ForgotPassword,
}))
export const ResetPassword = lazy(async () => ({
  default: (await import('./accounts/reset-password.tsx')).ResetPassword,
}))
