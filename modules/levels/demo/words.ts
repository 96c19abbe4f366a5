import type { Colour } from '../states.ts'

/** What staff wrote: about the matter, never about a person. */
export const reasons: Record<Colour, readonly string[]> = {
  blue: ['第一次反映，双方还能坐下来谈。', '只是口头争执，没有别的情况。'],
  yellow: ['三个月内第二次反映，上次调解没有谈拢。', '两家又为同一件事争起来，需要盯着。'],
  orange: ['九十天内第三次反映，话越说越重，怕要动手。', '涉及好几户，几家都说要自己动手解决。'],
  red: ['昨晚推搡起来，楼下围了十几个人，涉及物业和住建两家。', '协议没有履行，现场已经动手，需要几家一起会商。'],
}
/** Where it is no quarrel. */
export const otherReasons: Record<Colour, readonly string[]> = {
  blue: ['第一次反映，已约好上门看。', '影响不大，先盯着。'],
  yellow: ['三个月内第二次反映，上次没有根治。', '影响一个单元，居民意见集中。'],
  orange: ['已经超期，涉及好几户，再拖容易出事。', '九十天内第三次反映，前两次都没有解决。'],
  red: ['涉及住建、消防和物业三家，需要会商后一起处置。', '已经有人受伤，现场需要马上看住。'],
}
export const facts: Record<Colour, object> = {
  blue: {},
  yellow: { reports: 2 },
  orange: { reports: 3 },
  red: { reports: 2, violence: true },
}
export const said = {
  confirm: '昨天去看过，还没有谈拢，维持。',
  evidence: '最近三次走访平稳，协议按期履行，双方都说没有新的矛盾。',
  agree: '依据充分，同意下调一级。',
  meeting: '综治中心会商：派出所、住建、街道参加，一致认为风险已降。',
  objection: '我们已经和好了，不应该再是这个颜色。',
  again: '只是声音大了些，没有到要动手的地步。',
  answer: '已经复核：近期走访情况平稳，到期后不再延续；在此之前仍按现在的频次联系。',
  visits: ['双方情绪平稳，没有新的争吵。', '当事人在家，问了近况，约好周末再谈。', '敲门无人，已电话联系。'],
} as const
