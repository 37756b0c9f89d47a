/** Stands in every notification that an agent can answer: an answer in which it is still seen has not been cut clean. */
export const answerMarker = 'Write your answer above this line'
