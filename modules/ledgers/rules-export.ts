/** Registers that can be taken along, and their columns in the order in which a file has them. */
export const registers = {
  matters: [
    ...(['code', 'kind', 'state', 'areaCode', 'areaName', 'place', 'lat', 'lon', 'description', 'channel'] as const),
    ...([
      'urgency',
      'supervision',
      'name',
      'phone',
      'assignee',
      'unit',
      'happenedAt',
      'reportedAt',
      'acceptDue',
    ] as const),
    ...(['acceptedAt', 'handleDue', 'resolvedAt', 'grade', 'result', 'rating', 'reopened', 'id'] as const),
  ],
  staff: ['staffName', 'badge', 'posts', 'accountState', 'id'],
  boards: [
    ...(['number', 'areaCode', 'areaName', 'place', 'boardState', 'lat', 'lon', 'printedAt', 'postedAt'] as const),
    ...(['checkedAt', 'link', 'id'] as const),
  ],
  supervision: [
    ...(['code', 'kind', 'state', 'areaCode', 'areaName', 'assignee', 'unit', 'colour', 'because'] as const),
    ...(['cardReason', 'issuedAt', 'issuedBy', 'told', 'answerDue', 'cardState', 'answeredAt', 'answeredBy'] as const),
    ...(['answerReason', 'answerRemedy', 'closedAt', 'closedBy', 'closedWords', 'id'] as const),
  ],
} as const
export type RegisterName = keyof typeof registers
export type ColumnOf<N extends RegisterName> = (typeof registers)[N][number]
