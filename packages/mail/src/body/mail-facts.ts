/**
 * What a mail is for: it starts something, answers, or hands another mail on. `agent_answer` is an answer that the desk
 * sends on in the name of an agent, so that nothing quoted may pass for the agent's own words.
 */
export type MailPurpose = 'opening' | 'answer' | 'agent_answer' | 'forward'

/** What the header of a mail says about the lines below it. */
export type MailFacts = {
  purpose: MailPurpose
  /** The words of the sender's name and address, by which a signature is known. */
  senderWords: readonly string[]
}
