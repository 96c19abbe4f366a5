/** What a row of a ledger can say about a matter, and the heads under which ledgers say it. */
export const fields = [
  'number',
  'kind',
  'title',
  'description',
  'area',
  'place',
  'point',
  'lat',
  'lon',
  'happenedAt',
  'reportedAt',
  'acceptedAt',
  'due',
  'resolvedAt',
  'state',
  'grade',
  'result',
  'channel',
  'urgency',
  'handler',
  'name',
  'phone',
  'rating',
] as const
export type Field = (typeof fields)[number]
/** Several columns may make up one of these: date and time, township and community and grid. */
export const severalFields: ReadonlySet<Field> = new Set([
  ...(['description', 'area', 'place', 'result'] as const),
  ...(['happenedAt', 'reportedAt', 'acceptedAt', 'due', 'resolvedAt'] as const),
])

/** The most telling first. A head is compared without spaces and signs; `=` asks for the whole head. */
const heads: Readonly<Record<Field, readonly string[]>> = {
  number: [
    '事件编号',
    '事项编号',
    '工单编号',
    '工单号',
    '案件编号',
    '登记编号',
    '=编号',
    '编号',
    '流水号',
    '=number',
    'casenumber',
    'caseno',
    '=code',
    '=id',
  ],
  kind: ['事项类型', '事件类型', '纠纷类型', '矛盾类型', '类型', '类别', '分类', '=kind', '=type', 'category'],
  title: ['事件名称', '事项名称', '标题', '=名称', '=title', '=name of event', 'subject'],
  description: [
    '简要情况',
    '基本情况',
    '事件描述',
    '问题描述',
    '诉求内容',
    '主要内容',
    '描述',
    '情况',
    '内容',
    'description',
    'details',
    'facts',
  ],
  area: [
    '所属街道',
    '所属乡镇',
    '乡镇街道',
    '=街道',
    '=乡镇',
    '=镇',
    '所属社区',
    '所属村',
    '村社区',
    '=社区',
    '所属网格',
    '=网格',
    '所属区域',
    '区划',
    'area',
    'community',
    'village',
    '=grid',
    'township',
  ],
  place: ['发生地点', '事发地点', '详细地址', '地点', '地址', '=place', 'address', 'location'],
  point: ['坐标', '经纬度', 'coordinates', '=point'],
  lat: ['纬度', 'latitude', '=lat', '=y'],
  lon: ['经度', 'longitude', '=lon', '=lng', '=x'],
  happenedAt: ['发生时间', '发生日期', '事发时间', 'happened', 'occurred'],
  reportedAt: [
    '上报时间',
    '上报日期',
    '登记时间',
    '登记日期',
    '受诉时间',
    '报告时间',
    '来电时间',
    '报警时间',
    '接警时间',
    '创建时间',
    'reported',
    'registered',
    'created',
  ],
  acceptedAt: ['受理时间', '受理日期', 'accepted'],
  due: ['办理期限', '化解期限', '化解时限', '办理时限', '截止时间', '截止日期', 'deadline', '=due'],
  resolvedAt: [
    '办结时间',
    '办结日期',
    '化解时间',
    '化解日期',
    '结案时间',
    '结案日期',
    '完成时间',
    'resolved',
    'closed',
  ],
  state: ['办理状态', '事件状态', '状态', '=state', 'status'],
  grade: ['办结方式', '化解情况', '办结类型', '是否成功', '化解结果类别', 'grade', 'outcome'],
  result: ['处理结果', '办理结果', '化解结果', '处理情况', '办理情况', '调解结果', '结果', 'result'],
  channel: ['受理渠道', '事件来源', '来源', '渠道', '受理方式', 'channel', 'source'],
  urgency: ['紧急程度', '缓急程度', 'urgency', 'priority'],
  handler: ['承办人', '办理人', '责任人', '责任民警', '包案领导', '处理人', 'handler', 'officer', 'assignee'],
  name: [
    '当事人姓名',
    '诉求人',
    '报告人',
    '来电人',
    '报警人',
    '联系人',
    '当事人',
    '姓名',
    'reportername',
    'caller',
    '=name',
  ],
  phone: ['联系电话', '手机号码', '手机号', '电话', '联系方式', 'phone', 'mobile', 'telephone'],
  rating: ['满意度', '评价', 'rating', 'satisfaction'],
}
/** Heads by which a row is known as the head of a table, besides those of the fields. */
const others = ['序号', '备注', '单位', 'no.', 'remark', 'note']

export const plain = (text: string): string => text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '')

function rank(head: string, field: Field): number {
  const words = plain(head)
  if (!words) return -1
  return heads[field].findIndex((word) =>
    word.startsWith('=') ? words === plain(word.slice(1)) : words.includes(plain(word)),
  )
}
export const isKnownHead = (text: string): boolean =>
  text.length <= 30 &&
  (fields.some((field) => rank(text, field) >= 0) || others.some((word) => plain(text) === plain(word)))

/** Which columns probably say what: every column once, the most telling head first. @returns field → column places */
export function suggest(
  columns: readonly { at: number; name: string; usable: boolean }[],
): Partial<Record<Field, number[]>> {
  const taken = new Set<number>()
  const found: Partial<Record<Field, number[]>> = {}
  const candidates = columns
    .filter(({ usable }) => usable)
    .flatMap((column) =>
      fields.map((field) => ({ field, at: column.at, rank: rank(column.name.split(' / ').at(-1) ?? '', field) })),
    )
    .filter((each) => each.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
  for (const { field, at } of candidates) {
    if (taken.has(at) || (found[field] && field !== 'area')) continue
    taken.add(at)
    found[field] = [...(found[field] ?? []), at].sort((a, b) => a - b)
  }
  return found
}
