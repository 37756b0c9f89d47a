import { expect, test, vi } from 'vitest'
import { quietLogger } from './quiet-logger.ts'

test('a failed job is logged with its id and task, without its payload and the message of the library', () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const job = { id: '7', task_identifier: 'write_reply_mail', attempts: 2, payload: { text: 'secret words' } }
  const error = new Error('broken')
  const logger = quietLogger(log)
  logger.error('Failed task 7: secret words', { failure: true, job, error })
  logger.info('Completed task 7: secret words')
  const facts = { source: 'jobs', jobId: '7', task: 'write_reply_mail', attempts: 2, err: error }
  expect(log.error.mock.calls).toEqual([[facts, 'a job failed']])
  expect(log.info).not.toHaveBeenCalled()
})
