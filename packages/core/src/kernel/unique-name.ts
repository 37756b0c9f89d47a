import { DeskError } from '@gotrs/contract/errors'
import { hasSqlState, sqlState } from './sql-state.ts'

/**
 * Runs a change of a row whose name is unique. The unique key decides, not a read before it: two changes may use one name
 * at the same time. @throws DeskError `already_exists`
 */
export async function withUniqueName(change: PromiseLike<unknown>): Promise<void> {
  try {
    await change
  } catch (error) {
    throw hasSqlState(error, sqlState.uniqueViolation) ? new DeskError('already_exists', { field: 'name' }) : error
  }
}
