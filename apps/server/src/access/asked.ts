import type { AppRouter } from '../router.ts'
import type { Scene } from './scene.ts'

/** An input that is good, made of what is in the scene. */
export type Input = (s: Scene) => unknown

/** One input, or several by name. The first is the good one: somebody must be allowed it. */
export type Inputs = Input | Record<string, Input>

type Tree = AppRouter['_def']['record']

/** The test inputs of each procedure of a noun. A procedure without an input does not compile. */
export type Asked<Noun extends keyof Tree> = Record<keyof Tree[Noun] & string, Inputs>
