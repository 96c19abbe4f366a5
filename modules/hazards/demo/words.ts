/** What notices and rechecks of the demo county say; `{place}` is none of it: the place stands beside them. */
export const responsible = [
  '县城投物业服务有限公司',
  '杨树里物业服务中心',
  '中心市场管理办公室',
  '县供热公司',
  '县供电公司城区供电所',
  '第二建筑公司项目部',
  '西街商贸有限公司',
  '育才幼儿园',
  '镇村建办公室',
] as const
export const demands: Readonly<Record<string, string>> = {
  fireLane: '清走占用消防通道的车辆和杂物，划线并设禁停标志，安排人员每日巡查。',
  stairwellClutter: '清走楼道内的纸箱、旧家具和废品，保持疏散通道畅通，张贴提示。',
  ebikeCharging: '拆除飞线，禁止在门厅、楼道停放和充电，引导到充电棚。',
  gas: '更换老化软管，加装报警器，经燃气公司检测合格后使用。',
  wiring: '更换裸露和老化线路，规范穿管，配电箱加锁。',
  floor: '修补破损地面，铺设防滑垫，湿滑时段设提示牌。',
  lighting: '修复不亮的灯具，补齐灯罩，报修电话上墙。',
  lockOrGuard: '修复单元门锁和闭门器，补齐钥匙登记。',
  road: '填补坑槽，临时围挡并设警示灯，恢复平整。',
  water: '补齐护栏和警示牌，配救生杆和救生圈。',
  building: '排查外墙松动部位，先行围挡，委托专业单位处理。',
  other: '按现场交办的要求整改，完成后拍照报回。',
}
export const gone = [
  '已按要求整改到位。',
  '现场查看，已清走，通道畅通。',
  '已修复，现场试用正常。',
  '已围挡并更换，检测合格。',
]
export const still = ['只清走一部分，其余仍在原处。', '还没有动工，负责人称材料未到。', '临时处理过，隐患仍然存在。']
