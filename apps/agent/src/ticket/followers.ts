import type { Command } from './actions/header-action.ts'

type Person = { id: string; name: string }

export const follow = ({ id, name }: Person, me: Person): Command => ({
  said: id === me.id ? 'You follow this ticket' : `${name} follows this ticket`,
  run: (client, { ticketId }) => client.tickets.follow.mutate({ ticketId, userId: id }),
})

export const unfollow = ({ id, name }: Person, me: Person): Command => ({
  said: id === me.id ? 'You no longer follow this ticket' : `${name} no longer follows this ticket`,
  run: (client, { ticketId }) => client.tickets.unfollow.mutate({ ticketId, userId: id }),
})
