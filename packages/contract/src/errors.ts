/** The closed table of errors: code → HTTP status. Each app has one text per code (`satisfies Record<ErrorCode, …>`). */
export const errorStatus = {
  invalid_input: 400,
  invalid_filter: 400,
  invalid_cursor: 400,
  invalid_token: 400,
  password_too_common: 400,
  address_not_allowed: 400,
  not_logged_in: 401,
  wrong_credentials: 401,
  forbidden: 403,
  demo_password_refused: 403,
  insufficient_scope: 403,
  cross_site_request: 403,
  not_found: 404,
  method_not_allowed: 405,
  ticket_changed: 409,
  draft_changed: 409,
  ticket_closed: 409,
  wrong_status: 409,
  cannot_undo: 409,
  already_exists: 409,
  assignee_not_in_queue: 409,
  attachment_unavailable: 409,
  no_recipient: 409,
  idempotency_key_reused: 409,
  mailbox_unusable: 409,
  oauth_failed: 409,
  raw_mail_gone: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  wrong_host: 421,
  search_too_slow: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

/**
 * A rule of the desk that was broken. `params` are small facts for the text (ids, limits, field names), never secrets.
 * Shown outside as `{"error":{"code","message","requestId"}}` in REST and as `data.desk` in tRPC errors.
 */
export class DeskError extends Error {
  readonly code: ErrorCode
  readonly params: Record<string, unknown>

  constructor(code: ErrorCode, params: Record<string, unknown> = {}) {
    super(code)
    this.name = 'DeskError'
    this.code = code
    this.params = params
  }
}
