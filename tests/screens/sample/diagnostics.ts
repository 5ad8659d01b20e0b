import type { DiagnosticsPreview } from '#shared/model/diagnostics.ts';

/** Shaped like the real one, shortened. */
export const DIAGNOSTICS: DiagnosticsPreview = {
  previewId: 'p-1',
  sections: [
    {
      title: '版本和环境',
      text: '生成时间: 2026-11-23 10:00:00\n程序版本: 0.1.0\n运行方式: browser\nNode: 24.21.0\nSQLite: 3.53.2\n操作系统: Linux 6.12.0 x64\n时区: Asia/Shanghai\n内存占用: 182 MiB\n已运行: 7312.4 s',
    },
    {
      title: '后台连接',
      text: '状态: connected\n服务器: wss://kefu.example.com\n原因: 无\n明文连接: 否\n往返时间: 32 ms\n连接自: 2026-11-23 08:00:00\n下次重试: 无',
    },
    {
      title: '队列',
      text: '待后台确认: 3\n等待写入数据库: 0\n数据库排队调用: 0 (最多: 6)\n待发送: 2\n发送中: 1\n发送未确认: 1\n隔离的数据: 1',
    },
    {
      title: '店铺',
      text: '青禾家居\n  id: jd-qinghe\n  平台: jd\n  状态: online, 自 2026-11-23 09:57:50\n  适配器: jd 0.1.0\n  最近消息距今: 3.0 s\n  会话: 14, 待回复 2',
    },
    {
      title: '最近日志(UTC 时间)',
      text: '2026-11-23T02:00:00.000Z info gateway.ended {"reason":"closed.1006"}\n2026-11-23T02:00:01.214Z warn platform.pageFailed {"shopId":"tb-mu","why":"the page was closed"}',
    },
  ],
};
