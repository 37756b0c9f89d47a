import type { AppRouter } from '../router.ts'
import type { Scene } from './scene.ts'

/** Makes a valid input from the scene. */
export type Input = (s: Scene) => unknown

/** One input, or several by name. Somebody must be allowed the first one. */
export type Inputs = Input | Record<string, Input>

type Tree = AppRouter['_def']['record']

/** The test inputs of each procedure of a noun. A procedure without an input does not compile. */
export type InputsOf<Noun extends keyof Tree> = Record<keyof Tree[Noun] & string, Inputs>
