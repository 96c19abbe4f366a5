/** Where something stands: not_yet · running · someone's turn · finished well · wrong · look here. */
export type Tone = 'neutral' | 'active' | 'waiting' | 'done' | 'problem' | 'notice'
