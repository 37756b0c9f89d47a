import type { ConnectionCheck, ConnectionProblem } from '@gotrs/contract/mailboxes'
import { oneLine } from '../oauth/token-endpoint.ts'
import { adviceOn, type Place } from './advice.ts'

export const passedTest: ConnectionCheck = { isOk: true, problem: null, said: null, advice: null }

/** It works, and there is something to know. */
export const passedWithAdvice = (advice: string): ConnectionCheck => ({ ...passedTest, advice })

/** The problem, the server's own words on one line, and what to do. */
export function failed(
  place: Place,
  problem: ConnectionProblem,
  said: string | null,
  advice?: string,
): ConnectionCheck {
  const words = said === null ? null : oneLine(said) || null
  return { isOk: false, problem, said: words, advice: advice ?? adviceOn(problem, place) }
}

/** Thrown where a step of a test finds what is wrong. */
export class TestFailure extends Error {
  readonly problem: ConnectionProblem
  readonly said: string | null
  readonly advice: string | undefined

  constructor(problem: ConnectionProblem, said: string | null = null, advice?: string) {
    super(problem)
    this.name = 'TestFailure'
    this.problem = problem
    this.said = said
    this.advice = advice
  }
}
