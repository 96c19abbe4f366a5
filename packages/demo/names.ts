import type { Dice } from './dice.ts'

/** Surnames by how common they are, given names of several generations. Any likeness to a person is chance. */
const surnames = [
  '王李张刘陈杨赵黄周吴'.repeat(4),
  '徐孙胡朱高林何郭马罗'.repeat(2),
  '梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
].join('')
const rareNames = ['欧阳', '上官', '司马', '诸葛']
const given = {
  man: '建国 建军 志强 国庆 永强 海涛 文斌 立新 学军 卫东 春生 德明 小龙 浩然 子轩 宇航 俊杰 晓峰 鹏飞 天明 思远 长河 振华 守义 金锁 玉山 宝林 石头 向阳 大勇 伟 强 磊 军 勇 涛 超 斌 辉 刚 凯 鑫 波 峰 亮 平 东 毅',
  woman:
    '秀英 桂兰 玉梅 淑芬 小红 丽娟 晓燕 雪梅 春花 凤英 文静 佳怡 欣怡 雨桐 思琪 梦瑶 海霞 玉兰 巧云 月娥 翠萍 晓丽 冬梅 慧芳 亚楠 静怡 素琴 彩霞 芳 娜 敏 静 丽 燕 艳 玲 霞 娟 洁 颖 婷 雪 琳 晶 倩 蓉',
}
const words = (text: string): string[] => text.split(' ')
const men = words(given.man)
const women = words(given.woman)
const signs = [...surnames]

export type Named = { name: string; surname: string; woman: boolean }

/** Names that were not given before. */
export function namesFrom(dice: Dice): () => Named {
  const taken = new Set<string>()
  return () => {
    for (;;) {
      const made = nameOnce(dice)
      if (taken.has(made.name)) continue
      taken.add(made.name)
      return made
    }
  }
}

export function nameOnce(dice: Dice): Named {
  const woman = dice.chance(0.45)
  const surname = dice.chance(0.015) ? dice.pick(rareNames) : dice.pick(signs)
  return { name: surname + dice.pick(woman ? women : men), surname, woman }
}
