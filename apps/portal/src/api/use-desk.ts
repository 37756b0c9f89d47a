import { type UseMutationOptions, type UseQueryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { ask, type Input, type Output, type Path, tell } from './call.ts'

type QueryOptions<P extends Path> = Omit<UseQueryOptions<Output<P>>, 'queryKey' | 'queryFn'>
type MutationOptions<P extends Path> = Omit<
  UseMutationOptions<Output<P>, Error, Input<P>>,
  'mutationKey' | 'mutationFn'
>

/** What a procedure of the desk answers, kept fresh. */
export const useDeskQuery = <P extends Path>(path: P, input: Input<P>, options?: QueryOptions<P>) =>
  useQuery({ ...options, queryKey: keyOf(path, input), queryFn: () => ask(path, input) })

/** A procedure that changes something. */
export const useDeskMutation = <P extends Path>(path: P, options?: MutationOptions<P>) =>
  useMutation({ ...options, mutationKey: [path], mutationFn: input => tell(path, input) })

/** By noun, verb and input, so that a change makes all of a noun stale at once. */
export const keyOf = (path: Path, input?: unknown): readonly unknown[] => [
  ...path.split('.'),
  ...(input === undefined ? [] : [input]),
]
