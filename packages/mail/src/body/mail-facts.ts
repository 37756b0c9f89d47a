/**
 * The purpose of a mail: a request, an answer, or a forward. `agent_answer` is an answer that the desk
 * sends on in the name of an agent, so quoted text must not look like the agent's own.
 */
export type MailPurpose = 'opening' | 'answer' | 'agent_answer' | 'forward'

/** Facts from the header of a mail. */
export type MailFacts = {
  purpose: MailPurpose
  /** The words of the sender's name and address, to recognise a signature. */
  senderWords: readonly string[]
}
