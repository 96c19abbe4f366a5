import { plain } from './rules-fields.ts'

/** What ledgers write for states, grades and channels, as a first guess for the mapping. */

/** States in which a matter of another system can come in. */
export const importedStates = [
  'submitted',
  'accepted',
  'inProgress',
  'resolved',
  'transferredOut',
  'withdrawn',
] as const
export type ImportedState = (typeof importedStates)[number]

const guesses = {
  states: [
    ['transferredOut', /移交|转办|转出|移送|上报上级|transfer/],
    ['withdrawn', /撤回|撤销|作废|取消|withdrawn|cancel/],
    ['submitted', /待受理|未受理|待处理|未处理|新建|待分流|^登记$|submitted|^new$|pending/],
    ['inProgress', /办理中|处理中|化解中|调解中|未办结|未化解|未结|在办|跟进|稳控|inprogress|^open$|ongoing/],
    ['resolved', /办结|结案|化解|完成|已处理|归档|关闭|^是$|^成功$|resolved|closed|settled|done/],
    ['accepted', /受理|accepted/],
  ],
  grades: [
    ['solved', /实质|化解成功|化解|解决|成功|办结|^是$|solved|settled|yes/],
    ['explained', /解答|解释|答复|政策|explained/],
    ['procedureEnded', /程序|终结|诉讼|仲裁|失败|不成|未达成|^否$|procedure/],
    ['monitored', /稳控|跟踪|观察|monitor/],
    ['stopped', /中止|终止|撤|stopped/],
  ],
  channels: [
    ['hotline', /12345|热线|110|转来|交办|hotline/],
    ['phone', /电话|来电|phone/],
    ['web', /网|微信|小程序|app|线上|web|online/],
    ['visit', /来访|上门|窗口|接待|visit/],
    ['onTheSpot', /排查|巡|走访|现场|发现|spot|patrol/],
    ['volunteer', /志愿|网格|义警|volunteer/],
    ['paper', /书面|信件|来信|台账|纸|paper|letter/],
  ],
  urgencies: [
    ['urgent', /紧急|特急|加急|^急$|重大|urgent|high/],
    ['normal', /一般|普通|平|normal|low|medium/],
  ],
  kinds: [
    ['dispute', /纠纷|矛盾|邻里|婚姻|家庭|债务|欠薪|劳资|dispute|quarrel/],
    ['hazard', /隐患|消防|安全|井盖|路灯|hazard|danger/],
    ['consult', /咨询|consult|question/],
    ['complaint', /投诉|举报|噪音|扰民|complaint/],
    ['suggestion', /建议|意见|suggest/],
    ['lostItem', /失物|遗失|招领|lost/],
    ['appointment', /预约|appointment/],
    ['praise', /表扬|感谢|praise|thank/],
    ['help', /求助|帮助|困难|服务|救助|help/],
  ],
} as const
export type Vocabulary = keyof typeof guesses
export type Guessed<V extends Vocabulary> = (typeof guesses)[V][number][0]

export function guess<V extends Vocabulary>(vocabulary: V, word: string): Guessed<V> | undefined {
  const text = plain(word)
  const found = (guesses[vocabulary] as readonly (readonly [string, RegExp])[]).find(([, words]) => words.test(text))
  return found?.[0] as Guessed<V> | undefined
}
const families = [
  ['marriage', /婚|恋|情感|marriage/],
  ['family', /家庭|赡养|抚养|继承|family/],
  ['labourDebt', /劳|欠薪|工资|债|借贷|经济|消费|合同|wage|debt/],
  ['neighbour', /邻|噪|漏水|宅基|地界|相邻|物业|停车|neighbo/],
] as const
/** The family of a quarrel, by the word a call was filed under. */
export const guessFamily = (word: string): string =>
  families.find(([, words]) => words.test(plain(word)))?.[0] ?? 'other'

/** 满意, 4, 五星 → 1 to 5. */
export function readRating(text: string): number | undefined {
  const word = plain(text)
  const figure = /^([1-5])([星分]|stars?)?$/.exec(word)?.[1]
  if (figure) return Number(figure)
  if (/^(非常|很|十分)满意$|verysatisfied/.test(word)) return 5
  if (/^(不满意|dissatisfied)$/.test(word)) return 2
  if (/^(非常|很)不满意$|verydissatisfied/.test(word)) return 1
  if (/^(基本满意|一般|fair)$/.test(word)) return 3
  return /^(满意|satisfied)$/.test(word) ? 4 : undefined
}
