import type { Hours } from '../rules-hours.ts'

/** What rooms say about themselves, and the notices at their doors. */
export const townHours: readonly (readonly Hours[])[] = [
  [
    { on: 'workingDays', from: '08:30', to: '12:00' },
    { on: 'workingDays', from: '14:00', to: '17:30' },
    { on: 'wed', from: '19:00', to: '21:00' },
  ],
  [
    { on: 'workingDays', from: '08:30', to: '17:30' },
    { on: 'sat', from: '09:00', to: '12:00' },
  ],
  [
    { on: 'everyDay', from: '09:00', to: '12:00' },
    { on: 'workingDays', from: '14:30', to: '18:00' },
  ],
]
export const villageHours: readonly (readonly Hours[])[] = [
  [
    { on: 'mon', from: '09:00', to: '17:00' },
    { on: 'thu', from: '09:00', to: '17:00' },
  ],
  [
    { on: 'tue', from: '09:00', to: '16:30' },
    { on: 'fri', from: '09:00', to: '16:30' },
    { on: 'sun', from: '08:30', to: '12:00' },
  ],
]

export const about = [
  '邻里纠纷、楼道隐患、证件咨询、走失求助，都可以先来这里说一声。能当场办的当场办，办不了的帮您找对人，办到哪一步随时能看到。',
  '民警和辅警每天在{name}走访。有事扫码、打电话、直接推门进来都行，不会用手机的由我们代您登记。',
  '这里处理家门口的小事：漏水、噪音、停车、楼道堆物、老人求助。遇到危险请直接拨打110。',
]
export const villageAbout = [
  '{name}警务室每周两天有人值守，其余时间民警在路上，打电话就到。地界、灌水、老人照料这些事，和村调解员一起帮您说和。',
  '赶集日在村委会旁边办公。身份证、居住证可以预约上门办，行动不便的老人不用跑。',
]
export const services = [
  '矛盾调解',
  '隐患上报',
  '证件咨询',
  '居住登记',
  '防骗宣传',
  '失物招领',
  '预约上门',
  '警民议事',
  '电动车登记',
]

export const notices: readonly { title: string; body: string; months?: readonly number[] }[] = [
  {
    title: '冒充“客服退款”的电话又多起来了',
    body: '最近有人接到自称快递、网购客服的电话，说要理赔，让下载会议软件、共享屏幕。凡是让您转账、念验证码的都是骗子。拿不准先挂掉，打警务室电话问一问。',
  },
  {
    title: '电动车不要进楼、不要拉线充电',
    body: '楼道里的电动车一旦起火，三分钟就能堵死出路。小区充电棚在北门东侧，两块钱充满。发现飞线充电，请拍照发给我们。',
  },
  {
    title: '本周六上午居民议事',
    body: '地点在社区二楼会议室，说一说停车位怎么划、单元门怎么修。想提的事可以先写在网上警务室，我们带到会上。',
  },
  {
    title: '天冷了，用煤用气当心中毒',
    body: '睡前检查炉火和阀门，窗户留一条缝，热水器不要装在卫生间里。家里有独居老人的，可以请我们上门看一次烟道。',
    months: [10, 11, 12, 1, 2],
  },
  {
    title: '路面结冰，出门慢一点',
    body: '背阴路段早晚有暗冰。请各家门前的水不要泼到路上，看见水管漏水结冰告诉我们，志愿者会去铲冰撒盐。',
    months: [11, 12, 1, 2],
  },
  {
    title: '年底了，工钱没拿到来找我们',
    body: '拖欠工资的，带上身份证和考勤、聊天记录到警务室登记，我们和劳动监察一起帮您要，不收任何费用。',
    months: [11, 12, 1],
  },
  {
    title: '暑假看好孩子，远离涝坝和水渠',
    body: '每年夏天都有孩子溺水。请家长知道孩子在哪里、和谁在一起。发现护栏、警示牌坏了请马上告诉我们。',
    months: [6, 7, 8],
  },
  {
    title: '高考期间晚上请小声一点',
    body: '六月五日至八日，广场舞、烧烤摊、装修请避开晚上九点以后。需要送考帮助的打警务室电话。',
    months: [5, 6],
  },
  {
    title: '浇地轮水请按次序',
    body: '轮水表贴在村委会门口。半夜看水请结伴，有争执不要动手，打电话给民警或调解员。',
    months: [4, 5, 6, 7],
  },
  {
    title: '户籍窗口周三到社区来',
    body: '每月第二个周三上午九点到十一点半，身份证、居住证在社区就能办，请带户口簿。老人行动不便可以预约上门。',
  },
  {
    title: '志愿巡逻队招人',
    body: '晚上八点到九点半，每周一次，绕小区走两圈，看看门关没关、灯亮没亮。年满十八岁就能报名，先培训，上保险。',
  },
  { title: '捡到一串钥匙，请失主来领', body: '上周五在健身器材旁捡到，带蓝色挂件。到警务室说出挂件样子就能领回。' },
]

/** Where boards hang, by kind of place. */
export const townPlaces: readonly { kind: string; words: string; weight: number }[] = [
  { kind: 'stairwell', words: '{estate}{b}{u}楼道', weight: 10 },
  { kind: 'gate', words: '{estate}{gate}', weight: 4 },
  { kind: 'square', words: '{village}广场宣传栏', weight: 1 },
  { kind: 'market', words: '{road}农贸市场入口', weight: 1 },
  { kind: 'shop', words: '{road}{n}号商铺门口', weight: 2 },
  { kind: 'school', words: '{road}学校门口', weight: 1 },
  { kind: 'office', words: '{village}党群服务中心一楼', weight: 1 },
  { kind: 'site', words: '{road}在建工地大门', weight: 0.6 },
  { kind: 'station', words: '{road}公交站', weight: 0.6 },
]
export const villagePlaces: readonly { kind: string; words: string; weight: number }[] = [
  { kind: 'office', words: '{village}村委会门口', weight: 3 },
  { kind: 'square', words: '{village}文化广场', weight: 2 },
  { kind: 'shop', words: '{village}{g}小卖部', weight: 2 },
  { kind: 'other', words: '{village}{g}巷口', weight: 3 },
  { kind: 'hospital', words: '{village}村卫生室', weight: 1 },
]
