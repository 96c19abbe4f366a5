import { plain } from './rules-fields.ts'

/**
 * What no record may hold about a person (design §7.2, §7.1): such columns are dropped wherever they turn up, known by
 * the words of their head or by what stands in them, and the report names them.
 */
export const forbiddenSorts = ['ethnic', 'faith', 'politics', 'health', 'biometrics', 'idNumber', 'label'] as const
export type ForbiddenSort = (typeof forbiddenSorts)[number]

const heads: Readonly<Record<ForbiddenSort, RegExp>> = {
  ethnic: /民族|族别|族裔|种族|ethnic|nationality|^race$/,
  faith: /宗教|信仰|教派|教徒|religio|faith|church/,
  politics: /政治面貌|政治身份|党派|党员|团员|入党|政治倾向|political|partymember|partyaffiliation/,
  health:
    /健康|病史|病症|病情|疾病|患病|残疾|残障|精神状|血型|艾滋|孕|health|disease|disab|illness|medical|bloodtype|diagnosis/,
  biometrics:
    /指纹|掌纹|人脸|面部|虹膜|声纹|人像|dna|基因|fingerprint|faceid|facefeature|faceprint|^face$|iris|voiceprint|biometric/,
  idNumber: /身份证|证件号|公民身份|居民证|护照|idcard|idnumber|identitycard|identitynumber|citizenid|passport/,
  label:
    /重点人|人员标签|人员类别|人员等级|前科|劣迹|吸毒|涉毒|刑满|社区矫正|信用分|积分|黑名单|人员风险|管控(等级|级别|类别)|关注(人员|对象)|keyperson|personlabel|criminalrecord|creditscore/,
}

export const forbiddenByHead = (name: string): ForbiddenSort | undefined => {
  const words = plain(name)
  return forbiddenSorts.find((sort) => heads[sort].test(words))
}

const peoples = new Set(
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'.split(
    ' ',
  ),
)
const faiths =
  /^(无宗教信仰|(信仰)?(佛教|道教|伊斯兰教|天主教|基督教|东正教)(徒)?|buddhis[mt]|islam|muslim|christian(ity)?|catholic|taois[mt])$/i
const parties =
  /^((中共)?(预备)?党员|中国共产党(预备)?党员|(共青)?团员|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)(党员|会员|盟员|社员)?$/
const partyless = /^(群众|无党派(人士)?)$/
const ailments =
  /^(残疾|(肢体|视力|听力|智力|精神|言语|多重)残疾.{0,4}|(重性)?精神(病|障碍|分裂症)(患者)?|高血压|糖尿病|艾滋病|慢性病|健康|良好|较弱|重病|孕妇|[ABO]B?型血?)$/

/** GB 11643: 17 digits and a check sign. */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text)) return false
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase()
}
const someIdNumber = /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g
/** A sentence without the identity numbers in it. */
export function withoutIdNumbers(text: string): { text: string; removed: number } {
  if (text.length < 18) return { text, removed: 0 }
  let removed = 0
  const mended = text.replace(someIdNumber, (found) => {
    if (!isIdNumber(found)) return found
    removed++
    return '***'
  })
  return { text: mended, removed }
}

export type Sighting = Partial<Record<ForbiddenSort | 'partyless', number>>
/** Counts what one cell looks like; `decide` says what that makes of the column. */
export function sight(seen: Sighting, cell: string): void {
  const count = (sort: keyof Sighting) => {
    seen[sort] = (seen[sort] ?? 0) + 1
  }
  if (cell === '汉' || (cell.length <= 8 && cell.endsWith('族') && peoples.has(cell.slice(0, -1)))) count('ethnic')
  if (cell.length > 22) return
  if (isIdNumber(cell) || /^[1-9]\.\d{3,}E\+17$/i.test(cell)) count('idNumber')
  if (faiths.test(cell)) count('faith')
  if (parties.test(cell)) count('politics')
  if (partyless.test(cell)) count('partyless')
  if (ailments.test(cell)) count('health')
}

/** Most of the filled cells say it, and there are enough of them to be sure. */
export function decide(seen: Sighting, filled: number): ForbiddenSort | undefined {
  if (filled < 3) return undefined
  const most = (n = 0) => n >= Math.max(3, filled * 0.6)
  if (most(seen.idNumber)) return 'idNumber'
  if (most(seen.ethnic)) return 'ethnic'
  if (most(seen.faith)) return 'faith'
  // "the public" alone is also a source of reports; together with party members it is not.
  if ((seen.politics ?? 0) > 0 && most((seen.politics ?? 0) + (seen.partyless ?? 0))) return 'politics'
  return most(seen.health) ? 'health' : undefined
}
