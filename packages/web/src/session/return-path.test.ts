import { describe, expect, it } from 'vitest'
import { loginPath, returnPath } from './return-path.ts'

describe('returnPath', () => {
  it('leads back to where loginPath came from', () => {
    const search = new URL(loginPath({ pathname: '/requests/12', search: '?a=b&c' }), 'http://desk.example')
      .searchParams
    expect(returnPath(search.get('next'))).toBe('/requests/12?a=b&c')
  })

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:1'])(
    'takes %j as home',
    next => {
      expect(returnPath(next)).toBe('/')
    },
  )

  it('never leads back to the login', () => {
    expect(returnPath('/login?next=/login')).toBe('/')
  })
})
