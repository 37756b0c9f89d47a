import type {
  AnyTRPCMutationProcedure,
  AnyTRPCQueryProcedure,
  AnyTRPCSubscriptionProcedure,
  inferProcedureInput,
  inferProcedureOutput,
  TrackedEnvelope,
} from '@trpc/server'
import type { Mutation, Query, Subscription } from './calls.ts'

/** Every procedure of a router, as the client calls it. */
export type CallsOf<Procedures> = {
  [Name in keyof Procedures]: Procedures[Name] extends AnyTRPCQueryProcedure
    ? Query<inferProcedureInput<Procedures[Name]>, inferProcedureOutput<Procedures[Name]>>
    : Procedures[Name] extends AnyTRPCMutationProcedure
      ? Mutation<inferProcedureInput<Procedures[Name]>, inferProcedureOutput<Procedures[Name]>>
      : Procedures[Name] extends AnyTRPCSubscriptionProcedure
        ? Subscription<inferProcedureInput<Procedures[Name]>, ItemOf<inferProcedureOutput<Procedures[Name]>>>
        : CallsOf<Procedures[Name]>
}

type ItemOf<Output> =
  Output extends AsyncIterable<infer Item>
    ? Item extends TrackedEnvelope<infer Data>
      ? { id: string; data: Data }
      : Item
    : never
