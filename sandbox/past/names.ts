import type { SeededRandom } from '../seeded.ts';

const words = (text: string): readonly string[] => text.split(' ');

/** One character each. */
const SURNAMES = Array.from(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严赖洪武莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚',
);
const GIVEN = Array.from(
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂梅文华建国玉红玲飞龙辉云鹏宇浩欣怡梓涵子轩雨桐思远佳琪晨曦可心一诺嘉懿若汐俊熙诗雅婷志晓东海燕春花冬雪秋月夏荷',
);
const MOODS = words(
  '爱吃鱼 不加糖 早睡 爱笑 会飞 慢热 很困 追风 数星星 种花 看海 努力发光 晒太阳 煮咖啡 想去西藏 今天不加班 偷偷长胖 下雨天 喝汽水',
);
const BEINGS = words(
  '猫 小熊 鲸鱼 橘子 豆包 月亮 云朵 小鹿 松鼠 柠檬 麦田 企鹅 糯米 土豆 星河 蘑菇 海盐 柚子 铃铛 木棉 石榴 灯塔 草莓 白桃',
);
const PEOPLE = ['先生', '女士', '老师', '妈妈', '爸爸', '姐', '哥'] as const;

const fullName = (random: SeededRandom): string => {
  const given = random.pick(GIVEN) + (random.next() < 0.7 ? random.pick(GIVEN) : '');
  return random.pick(SURNAMES) + given;
};

const letter = (random: SeededRandom): string => String.fromCodePoint(97 + random.between(0, 25));

/** A buyer's nickname as the platforms show it; some hide their middle. */
export const inventName = (random: SeededRandom): string => {
  switch (random.between(0, 7)) {
    case 0:
    case 1:
      return fullName(random);
    case 2:
      return `${random.pick(SURNAMES)}${random.pick(PEOPLE)} ${random.between(130, 199)}`;
    case 3:
      return `${random.pick(MOODS)}的${random.pick(BEINGS)}`;
    case 4:
      return `${random.pick(BEINGS)}${random.pick(MOODS)}`;
    case 5:
      return `${random.next() < 0.5 ? letter(random) : random.pick(SURNAMES)}***${random.pick(GIVEN)}`;
    case 6:
      return `${letter(random)}***${random.between(0, 9)}`;
    default:
      return `${random.pick(BEINGS)}${letter(random).toUpperCase()}${letter(random)}_${random.between(1, 999)}`;
  }
};

/** A colleague's name. */
export const inventColleague = fullName;
