import type { AppRouter } from '../router.ts'
import { mailInputs } from './mail-inputs.ts'
import { peopleInputs } from './people-inputs.ts'
import type { Scene } from './scene.ts'
import { ticketInputs } from './ticket-inputs.ts'

/** What a procedure is asked, by the name of what it is asked of. Names that begin with `missing` name nothing. */
export type Inputs = Record<string, unknown>
export type InputsOf = (scene: Scene) => Inputs

type Tree = AppRouter['_def']['record']
/** The names of all procedures: one without a line below does not compile. */
export type ProcedureName = {
  [Noun in keyof Tree]: `${Noun & string}.${keyof Tree[Noun] & string}`
}[keyof Tree]

export const inputs = { ...ticketInputs, ...peopleInputs, ...mailInputs } satisfies Record<ProcedureName, InputsOf>
