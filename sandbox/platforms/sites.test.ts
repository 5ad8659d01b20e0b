import { describe, expect, it } from 'vitest';
import type { Platform } from '#shared/model/platform.ts';
import { placeOf } from './sites.ts';

describe('placeOf', () => {
  it.each<[string, string, string, Platform | null]>([
    ['im.jinritemai.com', '/pc_seller_v2/main/workspace', 'workbench', 'douyin'],
    ['pigeon.jinritemai.com', '/backstage/currentuser', 'page', 'douyin'],
    ['im.jinritemai.com', '/backstage/currentuser', 'page', 'douyin'],
    ['verify.jinritemai.com', '/captcha', 'challenge', 'douyin'],
    ['safe.jd.com', '/verify/anything', 'challenge', 'jd'],
    ['dongdong.jd.com', '/', 'workbench', 'jd'],
    ['dongdong.jd.com', '/backstage/currentuser', 'page', 'jd'],
    ['qn.taobao.com', '/home.html', 'workbench', 'taobao'],
    ['myseller.taobao.com', '/_____tmd_____/punish', 'challenge', 'taobao'],
    ['myseller.taobao.com', '/_sim/solve', 'page', 'taobao'],
    ['wss-cntaobao.dingtalk.com', '/', 'page', 'taobao'],
    ['evil.dingtalk.com', '/', 'nowhere', null],
    ['mms.pinduoduo.com', '/login', 'login', 'pdd'],
    ['evil.com', '/', 'nowhere', null],
    ['evil-jd.com', '/', 'nowhere', null],
  ])('%s%s is %s', (host, path, kind, platform) => {
    const place = placeOf(host, path);
    expect([place.kind, place.kind === 'nowhere' ? null : place.site.platform]).toEqual([
      kind,
      platform,
    ]);
  });
});
