/** Every notification that an agent can answer contains this: an answer that still contains it was not trimmed cleanly. */
export const answerMarker = 'Write your answer above this line'
