<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Advice</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>all networks</source>
        <translation>全部网络</translation>
    </message>
    <message>
        <source>Wi-Fi</source>
        <translation>Wi-Fi</translation>
    </message>
    <message>
        <source>cellular</source>
        <translation>蜂窝网络</translation>
    </message>
    <message>
        <source>unknown network</source>
        <translation>未知网络</translation>
    </message>
    <message>
        <source>Too little was seen to advise an interval: %1 beats after a silence, and %2 are needed. Keep the console connected while phones sleep; pushes in between hide how long a connection was silent.</source>
        <translation>样本太少，暂不能建议心跳间隔：静默之后的心跳有 %1 次，需要 %2 次。请在手机休眠期间保持控制台连接；期间的推送会掩盖连接静默了多久。</translation>
    </message>
    <message>
        <source>Too early to advise an interval: silences as long as %1 wakes a day ask for can be seen only after %2 more. Keep the console connected.</source>
        <translation>时间太短，暂不能建议心跳间隔：每天 %1 次唤醒所对应的静默时长，还要 %2 才能观察到。请保持控制台连接。</translation>
    </message>
    <message>
        <source>%1 of %2 beats found no connection, and no much shorter silences were seen to compare with, so it cannot be told whether a NAT ended them. Give some devices a quarter of their interval, and look again.</source>
        <translation>%2 次心跳中有 %1 次发现连接已断，又没有短得多的静默可作比较，因此无法判断是否由 NAT 超时造成。请把部分设备的间隔改为四分之一，再看一次。</translation>
    </message>
    <message>
        <source>Choose %1: it finds dead links soonest for %2 wakes a day, and connections are known to hold for that long.</source>
        <translation>建议 %1：在每天 %2 次唤醒的前提下，它能最早发现断线，且已知连接能保持这么久。</translation>
    </message>
    <message>
        <source>Choose %1: connections begin to be lost after %2 of silence. It takes %3 wakes a day; %4 would be too few to keep connections.</source>
        <translation>建议 %1：静默超过 %2 后连接开始丢失。它需要每天 %3 次唤醒；%4 次不足以保持连接。</translation>
    </message>
    <message>
        <source>Choose %1 for now: no connection was seen to hold for much longer than %2. It takes %3 wakes a day instead of %4; to find out more, give some devices a longer interval.</source>
        <translation>暂时建议 %1：尚未见过连接保持明显长于 %2。它需要每天 %3 次唤醒，而不是 %4 次；想了解更多，请给部分设备设置更长的间隔。</translation>
    </message>
    <message>
        <source>Confidence: none.</source>
        <translation>可信度：无。</translation>
    </message>
    <message>
        <source>good</source>
        <translation>高</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>中</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Confidence: %1; %2 beats passed after such a silence.</source>
        <translation>可信度：%1；有 %2 次心跳在同样长的静默之后仍然送达。</translation>
    </message>
    <message>
        <source>At most %1 % of them find no connection (95 %).</source>
        <translation>其中至多 %1 % 会发现连接已断（置信度 95 %）。</translation>
    </message>
    <message>
        <source>Sleeping apps are pinged every %1 now, up to %2 wakes a day.</source>
        <translation>目前每 %1 ping 一次休眠的应用，每天至多 %2 次唤醒。</translation>
    </message>
    <message>
        <source>That is what is advised.</source>
        <translation>这正是建议值。</translation>
    </message>
    <message>
        <source>%1 wakes a day fewer</source>
        <translation>每天少 %1 次唤醒</translation>
    </message>
    <message>
        <source>%1 wakes a day more</source>
        <translation>每天多 %1 次唤醒</translation>
    </message>
    <message>
        <source>a dead link is found up to %1 later</source>
        <translation>发现断线最多晚 %1</translation>
    </message>
    <message>
        <source>a dead link is found up to %1 sooner</source>
        <translation>发现断线最多早 %1</translation>
    </message>
    <message>
        <source>The change: %1, %2 (after %3 at the latest).</source>
        <translation>调整后：%1，%2（最迟 %3 后发现）。</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>Links lost</source>
        <translation>失联的链路</translation>
    </message>
    <message>
        <source>Servers and fleets that were connected and are not now</source>
        <translation>曾经连接、现在断开的服务器和机群</translation>
    </message>
    <message>
        <source>Missed blocks a minute</source>
        <translation>每分钟丢失的遥测块</translation>
    </message>
    <message>
        <source>Telemetry that this console was too slow for, in the last 60 s</source>
        <translation>最近 60 s 内，因本控制台太慢而丢失的遥测</translation>
    </message>
    <message>
        <source>Batches that wait</source>
        <translation>等待的批次</translation>
    </message>
    <message>
        <source>Telemetry that came and is not shown yet; 512 at most</source>
        <translation>已收到、尚未显示的遥测；至多 512</translation>
    </message>
    <message>
        <source>Devices online</source>
        <translation>在线设备</translation>
    </message>
    <message>
        <source>With a live connection</source>
        <translation>连接正常</translation>
    </message>
    <message>
        <source>Devices suspect</source>
        <translation>可疑设备</translation>
    </message>
    <message>
        <source>Connected, and a beat is missing now</source>
        <translation>已连接，但当前有心跳未到</translation>
    </message>
    <message>
        <source>Devices offline</source>
        <translation>离线设备</translation>
    </message>
    <message>
        <source>That were here and are not connected now</source>
        <translation>曾经在线、现在未连接</translation>
    </message>
    <message>
        <source>Round trip p99</source>
        <translation>往返时延 p99</translation>
    </message>
    <message>
        <source>Of the heartbeats in the last 10 s; within 3 %</source>
        <translation>最近 10 s 的心跳；误差 3 % 以内</translation>
    </message>
    <message>
        <source>Missed beats a minute</source>
        <translation>每分钟丢失心跳</translation>
    </message>
    <message>
        <source>In the last 60 s</source>
        <translation>最近 60 s</translation>
    </message>
    <message>
        <source>Lost connections a minute</source>
        <translation>每分钟断线</translation>
    </message>
    <message>
        <source>That missed beats ended, in the last 60 s</source>
        <translation>最近 60 s 内因心跳丢失而断开</translation>
    </message>
    <message>
        <source>Acknowledged p99</source>
        <translation>确认时延 p99</translation>
    </message>
    <message>
        <source>From accepted to acknowledged, in the last 2 minutes; within 3 %</source>
        <translation>从受理到确认，最近 2 分钟；误差 3 % 以内</translation>
    </message>
    <message>
        <source>Waiting deliveries</source>
        <translation>待投递</translation>
    </message>
    <message>
        <source>Accepted and not final, in all backlogs</source>
        <translation>已受理、尚无最终状态，含全部积压</translation>
    </message>
    <message>
        <source>Retry depth</source>
        <translation>重试深度</translation>
    </message>
    <message>
        <source>The most times that a delivery which is not final was written</source>
        <translation>尚无最终状态的投递被写出的最多次数</translation>
    </message>
    <message>
        <source>Oldest waiting</source>
        <translation>最久等待</translation>
    </message>
    <message>
        <source>How long ago the oldest delivery that is not final was accepted</source>
        <translation>最早的未完成投递是多久以前受理的</translation>
    </message>
    <message>
        <source>Wakes a minute</source>
        <translation>每分钟唤醒</translation>
    </message>
    <message>
        <source>Apps that were resumed, in the last 60 s</source>
        <translation>最近 60 s 内被恢复运行的应用</translation>
    </message>
    <message>
        <source>Missed wakes a minute</source>
        <translation>每分钟错过的唤醒</translation>
    </message>
    <message>
        <source>Called for and not happened, in the last 60 s</source>
        <translation>最近 60 s 内应发生而未发生</translation>
    </message>
    <message>
        <source>Wakes over budget a minute</source>
        <translation>每分钟超预算唤醒</translation>
    </message>
    <message>
        <source>That ran for longer than they were granted at first, in the last 60 s, of the newest 50,000 wakes</source>
        <translation>最近 60 s 内运行时间超过最初授予的预算，取最近 50,000 次唤醒</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>The rule needs a name: it is what you are told.</source>
        <translation>规则需要名称：告警时显示的就是它。</translation>
    </message>
    <message>
        <source>A name has at most %1 characters.</source>
        <translation>名称至多 %1 个字符。</translation>
    </message>
    <message>
        <source>A name has no control characters.</source>
        <translation>名称不能含控制字符。</translation>
    </message>
    <message>
        <source>“%1” is nothing that can be watched. Write sessions, deliveries, wakes or a number: %2.</source>
        <translation>“%1”不是可以监视的对象。请写 sessions、deliveries、wakes 或一个指标：%2。</translation>
    </message>
    <message>
        <source>A number has no query; only sessions, deliveries and wakes have.</source>
        <translation>指标没有查询；只有 sessions、deliveries 和 wakes 可以带查询。</translation>
    </message>
    <message>
        <source>“%1” is no duration. Write for example 500ms, 2s or 5m.</source>
        <translation>“%1”不是时长。例如可写 500ms、2s 或 5m。</translation>
    </message>
    <message>
        <source>“%1” is no whole number. Write for example 0 or 10.</source>
        <translation>“%1”不是整数。例如可写 0 或 10。</translation>
    </message>
    <message>
        <source>Nothing is less than 0. Write a greater number.</source>
        <translation>没有小于 0 的数。请写更大的数。</translation>
    </message>
    <message>
        <source>“%1” is no time to wait. Write for example 10s or 5m; 24h at most.</source>
        <translation>“%1”不是等待时间。例如可写 10s 或 5m；至多 24h。</translation>
    </message>
    <message>
        <source>It is raised below %1, so it clears there or above.</source>
        <translation>低于 %1 时触发，因此解除值应等于或高于它。</translation>
    </message>
    <message>
        <source>It is raised above %1, so it clears there or below.</source>
        <translation>高于 %1 时触发，因此解除值应等于或低于它。</translation>
    </message>
    <message>
        <source>A rule begins with notice, warning or critical.</source>
        <translation>规则以 notice、warning 或 critical 开头。</translation>
    </message>
    <message>
        <source>Its name in &quot;quotes&quot; comes next.</source>
        <translation>接下来是加 &quot;引号&quot; 的名称。</translation>
    </message>
    <message>
        <source>A colon comes after the name.</source>
        <translation>名称之后是冒号。</translation>
    </message>
    <message>
        <source>After what is watched comes &gt; or &lt;, and its threshold.</source>
        <translation>监视对象之后是 &gt; 或 &lt;，以及阈值。</translation>
    </message>
    <message>
        <source>Here may stand, once each: for TIME, clear VALUE, after TIME, and at last where QUERY.</source>
        <translation>此处可写（各一次）：for 时间、clear 值、after 时间，最后是 where 查询。</translation>
    </message>
    <message>
        <source>A rule has at most %1 characters; the rest is cut off.</source>
        <translation>一条规则至多 %1 个字符；其余被截断。</translation>
    </message>
    <message>
        <source>There are at most %1 rules; this one is not watched.</source>
        <translation>至多 %1 条规则；这一条不被监视。</translation>
    </message>
    <message>
        <source>sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>deliveries</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>wakes</source>
        <translation>唤醒</translation>
    </message>
    <message>
        <source>%1 where %2</source>
        <translation>%1，条件 %2</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>低于 %1</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>高于 %1</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 持续 %2</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>回到 %1</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 并保持 %2</translation>
    </message>
    <message>
        <source>%1 session</source>
        <translation>%1 个会话</translation>
    </message>
    <message>
        <source>%1 delivery</source>
        <translation>%1 个投递</translation>
    </message>
    <message>
        <source>%1 wake</source>
        <translation>%1 次唤醒</translation>
    </message>
    <message>
        <source>%1 sessions</source>
        <translation>%1 个会话</translation>
    </message>
    <message>
        <source>%1 deliveries</source>
        <translation>%1 个投递</translation>
    </message>
    <message>
        <source>%1 wakes</source>
        <translation>%1 次唤醒</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>Server or fleet lost</source>
        <translation>服务器或机群失联</translation>
    </message>
    <message>
        <source>Console too slow</source>
        <translation>控制台太慢</translation>
    </message>
    <message>
        <source>Links die</source>
        <translation>大量断线</translation>
    </message>
    <message>
        <source>Apps keep themselves awake</source>
        <translation>应用使自己一直醒着</translation>
    </message>
    <message>
        <source>Retries grow</source>
        <translation>重试增多</translation>
    </message>
    <message>
        <source>Acknowledgements slow</source>
        <translation>确认变慢</translation>
    </message>
    <message>
        <source>Beats a minute</source>
        <translation>每分钟心跳数</translation>
    </message>
    <message>
        <source>Round trips measured, in the last 60 s</source>
        <translation>最近 60 s 内测得的往返</translation>
    </message>
    <message>
        <source>Pushes a minute</source>
        <translation>每分钟推送数</translation>
    </message>
    <message>
        <source>Deliveries accepted, in the last 60 s</source>
        <translation>最近 60 s 内接受的投递</translation>
    </message>
</context>
<context>
    <name>Archive</name>
    <message>
        <source>an entry has a name that is not relative to it</source>
        <translation>其中一个条目的名称不是相对路径</translation>
    </message>
    <message>
        <source>an entry has a name that leads outside of it</source>
        <translation>其中一个条目的名称指向压缩包之外</translation>
    </message>
    <message>
        <source>an entry has the name of a device</source>
        <translation>其中一个条目使用了设备名</translation>
    </message>
    <message>
        <source>it has more than %1 entries</source>
        <translation>条目超过 %1 个</translation>
    </message>
    <message>
        <source>an entry of it cannot be read</source>
        <translation>其中一个条目无法读取</translation>
    </message>
    <message>
        <source>an entry is a link, or no file at all</source>
        <translation>其中一个条目是链接，或不是文件</translation>
    </message>
    <message>
        <source>an entry is encrypted</source>
        <translation>其中一个条目已加密</translation>
    </message>
    <message>
        <source>two entries have the same name, but for upper and lower case</source>
        <translation>有两个条目除大小写外同名</translation>
    </message>
    <message>
        <source>it would be larger than 256 MiB</source>
        <translation>解压后将超过 256 MiB</translation>
    </message>
    <message>
        <source>its recording is damaged</source>
        <translation>其中的录制已损坏</translation>
    </message>
    <message>
        <source>it is larger than 256 MiB</source>
        <translation>大于 256 MiB</translation>
    </message>
    <message>
        <source>it is a damaged archive</source>
        <translation>压缩包已损坏</translation>
    </message>
    <message>
        <source>this archive is refused, because %1</source>
        <translation>拒绝打开该压缩包：%1</translation>
    </message>
    <message>
        <source>there is no recording in this archive</source>
        <translation>该压缩包中没有录制</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>观察中</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>告警中</translation>
    </message>
    <message>
        <source>firing, clearing</source>
        <translation>告警中，正在解除</translation>
    </message>
    <message>
        <source>firing, not known</source>
        <translation>告警中，数值未知</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>cleared</source>
        <translation>已解除</translation>
    </message>
    <message>
        <source>rule changed</source>
        <translation>规则已更改</translation>
    </message>
    <message>
        <source>left</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>已静音</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>How bad it is: notice, warning or critical</source>
        <translation>严重程度：提示、警告或严重</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Quiet; pending, while it is beyond its threshold and not for long enough; firing; not known, while no number is there</source>
        <translation>正常；观察中：已越过阈值但时间不够；告警中；未知：没有数值</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>规则名称</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>The number that it watches</source>
        <translation>所监视的数值</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Beyond which threshold, and for how long</source>
        <translation>越过哪个阈值，持续多久</translation>
    </message>
    <message>
        <source>Clears</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>At which number, and after how long</source>
        <translation>回到哪个数值，并保持多久</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Since when it is so</source>
        <translation>从何时起如此</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>How often since this console looks on</source>
        <translation>自本控制台观察以来的告警次数</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Muted: it is watched, and nobody is told</source>
        <translation>静音：继续监视，但不通知任何人</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>监视对象</translation>
    </message>
    <message>
        <source>Rows that a query finds, or a number of the console; what is wrong with a rule that cannot be read</source>
        <translation>查询命中的行数，或控制台的一项指标；规则无法读取时说明原因</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>触发</translation>
    </message>
    <message>
        <source>When it was said</source>
        <translation>告警发出的时间</translation>
    </message>
    <message>
        <source>Firing, or how it ended; left: its server was left, or another time was sought</source>
        <translation>告警中，或如何结束；已离开：断开了其服务器，或跳转到了其他时间</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>When it was raised</source>
        <translation>触发时的数值</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最坏</translation>
    </message>
    <message>
        <source>Of all that it came to</source>
        <translation>期间的最坏值</translation>
    </message>
    <message>
        <source>As the rule was then</source>
        <translation>当时的规则</translation>
    </message>
    <message>
        <source>Beyond since</source>
        <translation>越界起始</translation>
    </message>
    <message>
        <source>When it went beyond its threshold</source>
        <translation>越过阈值的时间</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>When it was over</source>
        <translation>结束的时间</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>From raised to ended</source>
        <translation>从触发到结束</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Devices of the worst, 20 at most; servers or fleets that were lost</source>
        <translation>最坏时的设备，至多 20 个；或失联的服务器和机群</translation>
    </message>
    <message>
        <source>Pushes</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>Of the worst, 20 at most</source>
        <translation>最坏时的推送，至多 20 个</translation>
    </message>
    <message>
        <source>Rows that a query finds, or a number of the console</source>
        <translation>查询命中的行数，或控制台的一项指标</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>The push&apos;s uuid</source>
        <translation>推送的 uuid</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>The device&apos;s own id</source>
        <translation>设备自己的 ID</translation>
    </message>
    <message>
        <source>Seq.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Position among the deliveries of this device</source>
        <translation>在该设备各投递中的位置</translation>
    </message>
    <message>
        <source>Where the delivery is now, or how it ended</source>
        <translation>投递当前所处阶段，或如何结束</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why it is in this state</source>
        <translation>处于该状态的原因</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Whether the person saw it, as the phone tells</source>
        <translation>用户是否看到，由手机报告</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Times that it was written</source>
        <translation>写出的次数</translation>
    </message>
    <message>
        <source>Ack. after</source>
        <translation>确认用时</translation>
    </message>
    <message>
        <source>From accepted to acknowledged, by the server&apos;s clock</source>
        <translation>从受理到确认，按服务器时钟</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Size of the payload</source>
        <translation>载荷大小</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>When the server kept it</source>
        <translation>服务器保存它的时间</translation>
    </message>
    <message>
        <source> (stale)</source>
        <translation>（已过时）</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>What the server believes: online, suspect (a beat is missing) or offline</source>
        <translation>服务器的判断：在线、可疑（有心跳未到）或离线</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>The app&apos;s state as last reported to the server</source>
        <translation>最近一次向服务器报告的应用状态</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What brought the app into that state, as last reported</source>
        <translation>进入该状态的原因，按最近一次报告</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>What the fleet knows of its phone; ≠ where the server believes otherwise</source>
        <translation>机群所知的手机真实状态；≠ 表示与服务器的判断不同</translation>
    </message>
    <message>
        <source>True cause</source>
        <translation>真实原因</translation>
    </message>
    <message>
        <source>What brought the app into the state that the fleet knows</source>
        <translation>进入机群所知状态的原因</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>The worst that is known of it; sorted by this, the sickest come first</source>
        <translation>已知的最坏情况；按此列排序时，最差的在前</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>机型</translation>
    </message>
    <message>
        <source>The kind of phone</source>
        <translation>手机的种类</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返时延</translation>
    </message>
    <message>
        <source>Of the last heartbeat, network only</source>
        <translation>最近一次心跳，仅网络部分</translation>
    </message>
    <message>
        <source>≈ p50</source>
        <translation>≈ p50</translation>
    </message>
    <message>
        <source>Half of the round trips are shorter; within 20 %</source>
        <translation>一半的往返时延比它短；误差 20 % 以内</translation>
    </message>
    <message>
        <source>≈ p99</source>
        <translation>≈ p99</translation>
    </message>
    <message>
        <source>99 of 100 round trips are shorter; within 20 %</source>
        <translation>100 次往返中有 99 次比它短；误差 20 % 以内</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Heartbeats that did not come since the server was started</source>
        <translation>自服务器启动以来未到的心跳</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待投递</translation>
    </message>
    <message>
        <source>Deliveries that are not final yet</source>
        <translation>尚无最终状态的投递</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Times that the app was resumed in the last 300 s</source>
        <translation>最近 300 s 内应用被恢复运行的次数</translation>
    </message>
    <message>
        <source>of at most</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Resumes in 300 s that the phone&apos;s system allows; one more ends the app</source>
        <translation>手机系统允许的 300 s 内恢复次数；再多一次应用就会被终止</translation>
    </message>
    <message>
        <source>Wakes</source>
        <translation>唤醒</translation>
    </message>
    <message>
        <source>That happened since this console looks on</source>
        <translation>自本控制台观察以来发生的次数</translation>
    </message>
    <message>
        <source>Missed wakes</source>
        <translation>错过唤醒</translation>
    </message>
    <message>
        <source>Wakes that were called for and did not happen since this console looks on</source>
        <translation>自本控制台观察以来，应发生而未发生的唤醒</translation>
    </message>
    <message>
        <source>Last wake</source>
        <translation>最近唤醒</translation>
    </message>
    <message>
        <source>When one was last called for, missed ones included</source>
        <translation>最近一次应唤醒的时间，包括错过的</translation>
    </message>
    <message>
        <source>Kept awake</source>
        <translation>自我保活</translation>
    </message>
    <message>
        <source>The app keeps itself awake: it ran for more than 60 s because of data, or it has at most one resume left</source>
        <translation>应用使自己一直醒着：因数据运行超过 60 s，或至多只剩一次恢复</translation>
    </message>
    <message>
        <source>keeps itself awake</source>
        <translation>使自己一直醒着</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Of a simulated phone, as its fleet knows</source>
        <translation>模拟手机的网络，由机群所知</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>角标</translation>
    </message>
    <message>
        <source>Number at the app&apos;s icon, as last told</source>
        <translation>应用图标上的数字，按最近一次报告</translation>
    </message>
    <message>
        <source>What became of the last local notification</source>
        <translation>最近一次本地通知的结果</translation>
    </message>
    <message>
        <source>Notified</source>
        <translation>通知时间</translation>
    </message>
    <message>
        <source>When the last local notification was</source>
        <translation>最近一次本地通知的时间</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Whether the last connection went on with a session</source>
        <translation>最近一次连接是否延续了会话</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>已延续</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>First push</source>
        <translation>首条推送</translation>
    </message>
    <message>
        <source>From the last hello until the first waiting push was handled</source>
        <translation>从最近一次握手到处理首条待投推送</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>From the last hello until all was current</source>
        <translation>从最近一次握手到全部最新</translation>
    </message>
    <message>
        <source>Last beat</source>
        <translation>最近心跳</translation>
    </message>
    <message>
        <source>When a round trip was last measured</source>
        <translation>最近一次测得往返时延的时间</translation>
    </message>
    <message>
        <source>In brush</source>
        <translation>框选内</translation>
    </message>
    <message>
        <source>Round trips in the part of the heatmap that was chosen last, as far as they are known one by one</source>
        <translation>最近在热力图中框选部分内的往返次数，以逐条已知者为限</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>连接时间</translation>
    </message>
    <message>
        <source>When this connection began</source>
        <translation>本次连接开始的时间</translation>
    </message>
    <message>
        <source>Connects</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>Connections since the server was started</source>
        <translation>自服务器启动以来的连接次数</translation>
    </message>
    <message>
        <source>Last disconnect</source>
        <translation>最近断开</translation>
    </message>
    <message>
        <source>By which side, and why</source>
        <translation>由哪一方断开，以及原因</translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation>断开时间</translation>
    </message>
    <message>
        <source>When that was</source>
        <translation>发生的时间</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>The server that knows this device</source>
        <translation>知道该设备的服务器</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Where it connected from</source>
        <translation>从何处连接</translation>
    </message>
    <message>
        <source>Clock ahead</source>
        <translation>时钟偏快</translation>
    </message>
    <message>
        <source>How far the phone&apos;s clock is ahead of the server&apos;s, from heartbeats</source>
        <translation>手机时钟比服务器快多少，由心跳测得</translation>
    </message>
    <message>
        <source>± error</source>
        <translation>± 误差</translation>
    </message>
    <message>
        <source>Of the clock offset</source>
        <translation>时钟偏移的误差</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Program and version, as told in the hello</source>
        <translation>程序和版本，由握手告知</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>When it ended</source>
        <translation>结束的时间</translation>
    </message>
    <message>
        <source>From its beginning to its end</source>
        <translation>从开始到结束</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>By which side it ended, and why</source>
        <translation>由哪一方结束，以及原因</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>Whether the connection went on with a session</source>
        <translation>该连接是否延续了会话</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Beats</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>Heartbeats that were measured</source>
        <translation>测得的心跳次数</translation>
    </message>
    <message>
        <source>Heartbeats that did not come</source>
        <translation>未到的心跳次数</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Deliveries that were acknowledged on it</source>
        <translation>在该连接上确认的投递</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>When it was asked for</source>
        <translation>请求的时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>The name of the token</source>
        <translation>令牌的名称</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>What the token may do</source>
        <translation>该令牌的权限</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>What was asked for</source>
        <translation>请求的内容</translation>
    </message>
    <message>
        <source>What</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Which devices, tag or query, shortened</source>
        <translation>哪些设备、标签或查询，有删节</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>ok, or the name of the refusal</source>
        <translation>ok，或拒绝的代码</translation>
    </message>
    <message>
        <source>Affected</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>Deliveries, devices or tokens that it changed</source>
        <translation>被改变的投递、设备或令牌数</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>The address that the request came from</source>
        <translation>请求来自的地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Whose token it is</source>
        <translation>令牌属于谁</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>When it was made</source>
        <translation>创建的时间</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Step on the way to the person</source>
        <translation>送达用户途中的一步</translation>
    </message>
    <message>
        <source>At</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>On this computer&apos;s clock</source>
        <translation>按本机时钟</translation>
    </message>
    <message>
        <source>Since start</source>
        <translation>距开始</translation>
    </message>
    <message>
        <source>Since the first stage</source>
        <translation>距第一个阶段</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Since the stage above</source>
        <translation>距上一个阶段</translation>
    </message>
    <message>
        <source>Uncertainty of a time that a phone&apos;s clock gave, after correction</source>
        <translation>由手机时钟给出的时间经校正后的误差</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Who says so: the server, the phone through the server, or the fleet that simulates the phone</source>
        <translation>由谁告知：服务器、手机（经服务器）或模拟手机的机群</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Attempt or reason</source>
        <translation>第几次尝试，或原因</translation>
    </message>
    <message>
        <source>The server that told it</source>
        <translation>告知它的服务器</translation>
    </message>
    <message>
        <source>waits no more</source>
        <translation>不再等待</translation>
    </message>
    <message>
        <source>Waits to be written (queued), to be written again (retrying), until the phone may be woken (held), or for the next hello (offline)</source>
        <translation>等待写出（排队中）、等待再次写出（重试中）、等到可以唤醒手机（暂缓），或等待下次握手（离线）</translation>
    </message>
    <message>
        <source>Times that it was written since the device is connected; the retry policy of the server says how many there may be, 4 with the classic one</source>
        <translation>自设备连接以来写出的次数；上限由服务器的重试策略决定，经典策略为 4</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>下次尝试</translation>
    </message>
    <message>
        <source>When something is done about it by itself; unknown if it waits for the device</source>
        <translation>何时自动再处理；若在等设备则未知</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>过期</translation>
    </message>
    <message>
        <source>When its time to live ends</source>
        <translation>有效期结束的时间</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Decides only when a sleeping phone is woken, never the order</source>
        <translation>只决定何时唤醒休眠的手机，从不改变顺序</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Why it was given up</source>
        <translation>放弃的原因</translation>
    </message>
    <message>
        <source>When the event came that called for the wake</source>
        <translation>引发唤醒的事件到来的时间</translation>
    </message>
    <message>
        <source>Who says so; a wake that comes by two roads has two rows</source>
        <translation>由谁告知；经两条途径得知的同一次唤醒占两行</translation>
    </message>
    <message>
        <source>Wake</source>
        <translation>唤醒</translation>
    </message>
    <message>
        <source>Whether it happened, else why not</source>
        <translation>是否发生，未发生则为原因</translation>
    </message>
    <message>
        <source>What called for it</source>
        <translation>由什么引发</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>时延</translation>
    </message>
    <message>
        <source>From that event until the app ran</source>
        <translation>从该事件到应用运行</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>How long it ran, until it slept again or was opened</source>
        <translation>运行了多久，直到再次休眠或被打开</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Run time that the system granted; more data grants it anew</source>
        <translation>系统授予的运行时间；更多数据会重新授予</translation>
    </message>
    <message>
        <source>Of this app in 300 s, this one included, as the phone counts</source>
        <translation>该应用在 300 s 内的恢复次数，含本次，由手机计数</translation>
    </message>
    <message>
        <source>Handled meanwhile</source>
        <translation>期间处理的数量</translation>
    </message>
    <message>
        <source>Answered or sent meanwhile</source>
        <translation>期间应答或发送的数量</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>differs from the truth</source>
        <translation>与真实状态不符</translation>
    </message>
    <message>
        <source>short of resumes</source>
        <translation>恢复次数告急</translation>
    </message>
    <message>
        <source>missed beats</source>
        <translation>心跳丢失</translation>
    </message>
    <message>
        <source>deliveries wait</source>
        <translation>有投递等待</translation>
    </message>
    <message>
        <source>well</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>said goodbye</source>
        <translation>已道别</translation>
    </message>
    <message>
        <source>not heard</source>
        <translation>没有消息</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Whether what was expected of the push came true on this device</source>
        <translation>对该推送的预期在此设备上是否实现</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>What is compared, with its unit</source>
        <translation>比较的内容及其单位</translation>
    </message>
    <message>
        <source>Count A</source>
        <translation>数量 A</translation>
    </message>
    <message>
        <source>In the first run: of how many a percentile is, or how often it happened</source>
        <translation>第一次运行中：百分位数的样本数，或发生的次数</translation>
    </message>
    <message>
        <source>Count B</source>
        <translation>数量 B</translation>
    </message>
    <message>
        <source>In the second run: of how many a percentile is, or how often it happened</source>
        <translation>第二次运行中：百分位数的样本数，或发生的次数</translation>
    </message>
    <message>
        <source>A, before</source>
        <translation>A，之前</translation>
    </message>
    <message>
        <source>In the first run</source>
        <translation>第一次运行中的值</translation>
    </message>
    <message>
        <source>B, after</source>
        <translation>B，之后</translation>
    </message>
    <message>
        <source>In the second run</source>
        <translation>第二次运行中的值</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>How much more there is in the second run</source>
        <translation>第二次运行多出多少</translation>
    </message>
    <message>
        <source>B : A</source>
        <translation>B : A</translation>
    </message>
    <message>
        <source>How many times as much there is in the second run</source>
        <translation>第二次运行是第一次的多少倍</translation>
    </message>
    <message>
        <source>When the phone&apos;s system was told of it</source>
        <translation>手机系统得知该通知的时间</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>展示方式</translation>
    </message>
    <message>
        <source>What the phone&apos;s user saw of it: a banner, an alert, the message in the open app, or nothing</source>
        <translation>手机用户看到的形式：横幅、提醒、打开的应用内的消息，或什么都没有</translation>
    </message>
    <message>
        <source>Why it was not seen</source>
        <translation>未被看到的原因</translation>
    </message>
    <message>
        <source>The number on the app&apos;s icon after it</source>
        <translation>此后应用图标上的数字</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>待展示</translation>
    </message>
    <message>
        <source>Notifications that the app has scheduled for later</source>
        <translation>应用排定稍后展示的通知</translation>
    </message>
    <message>
        <source>The push that caused it; a notification of the vendor&apos;s own service has none</source>
        <translation>引发它的推送；厂商自有服务的通知没有</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>not all done</source>
        <translation>未全部完成</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待定</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>未判定</translation>
    </message>
    <message>
        <source>Whether every phone of it has had its turn</source>
        <translation>其中每部手机是否都已轮到</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Since the start of the scenario</source>
        <translation>距场景开始</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>When the last phone has its last turn, since the start of the scenario</source>
        <translation>最后一部手机最后一次轮到的时间，距场景开始</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>How often a phone has had its turn</source>
        <translation>手机已轮到的次数</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>总次数</translation>
    </message>
    <message>
        <source>Phones times repetitions</source>
        <translation>手机数乘以重复次数</translation>
    </message>
    <message>
        <source>In the words of the file</source>
        <translation>按文件中的写法</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Groups of the file</source>
        <translation>文件中的组</translation>
    </message>
    <message>
        <source>Pass or FAIL as soon as nothing can change it any more; open until then</source>
        <translation>一旦结果不会再变，即为通过或未通过；此前为待定</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Of the file; what is asked of every scenario has none</source>
        <translation>在文件中的行号；对所有场景的要求没有行号</translation>
    </message>
    <message>
        <source>Expectation</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>What is asked, in words</source>
        <translation>要求的内容，用文字表述</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>What was found; of one that is open, so far</source>
        <translation>观察到的结果；待定时为目前的结果</translation>
    </message>
    <message>
        <source>By this computer&apos;s clock</source>
        <translation>按本机时钟</translation>
    </message>
    <message>
        <source>About</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>The server or fleet; none: what was done in this console</source>
        <translation>服务器或机群；空：在本控制台中所做的事</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>As it was said then</source>
        <translation>当时所述的原文</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>How long ago it was</source>
        <translation>距今多久</translation>
    </message>
    <message>
        <source>Worse or better by more than the threshold, and by more than can be chance; too few: less than 20 values</source>
        <translation>变差或变好超过阈值，且超出偶然；样本太少：少于 20 个值</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Of which devices</source>
        <translation>哪些设备的</translation>
    </message>
    <message>
        <source>Round trips measured</source>
        <translation>测得的往返次数</translation>
    </message>
    <message>
        <source>Half of them were shorter</source>
        <translation>其中一半更短</translation>
    </message>
    <message>
        <source>Nine of ten were shorter</source>
        <translation>其中九成更短</translation>
    </message>
    <message>
        <source>All but one of a hundred were shorter</source>
        <translation>百分之九十九更短</translation>
    </message>
    <message>
        <source>Beats without an answer</source>
        <translation>没有应答的心跳</translation>
    </message>
    <message>
        <source>Connections that missed beats ended</source>
        <translation>因心跳丢失而结束的连接</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未告知</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Of the first delivery, since its first stage</source>
        <translation>第一个投递，自其第一个阶段起</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二个</translation>
    </message>
    <message>
        <source>Of the second delivery, since its first stage</source>
        <translation>第二个投递，自其第一个阶段起</translation>
    </message>
    <message>
        <source>Later by</source>
        <translation>晚</translation>
    </message>
    <message>
        <source>How much later the second was; negative: earlier</source>
        <translation>第二个晚多少；负数表示更早</translation>
    </message>
    <message>
        <source>Note of the first</source>
        <translation>第一个的备注</translation>
    </message>
    <message>
        <source>Note of the second</source>
        <translation>第二个的备注</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p90</source>
        <translation>p90</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
</context>
<context>
    <name>Compared</name>
    <message>
        <source>round trip p50, ms</source>
        <translation>往返时延 p50，ms</translation>
    </message>
    <message>
        <source>round trip p90, ms</source>
        <translation>往返时延 p90，ms</translation>
    </message>
    <message>
        <source>round trip p99, ms</source>
        <translation>往返时延 p99，ms</translation>
    </message>
    <message>
        <source>acknowledgement p50, ms</source>
        <translation>确认时延 p50，ms</translation>
    </message>
    <message>
        <source>acknowledgement p90, ms</source>
        <translation>确认时延 p90，ms</translation>
    </message>
    <message>
        <source>acknowledgement p99, ms</source>
        <translation>确认时延 p99，ms</translation>
    </message>
    <message>
        <source>wake latency p50, ms</source>
        <translation>唤醒时延 p50，ms</translation>
    </message>
    <message>
        <source>wake latency p90, ms</source>
        <translation>唤醒时延 p90，ms</translation>
    </message>
    <message>
        <source>wake latency p99, ms</source>
        <translation>唤醒时延 p99，ms</translation>
    </message>
    <message>
        <source>missed beats, of 1,000</source>
        <translation>丢失的心跳，每 1,000 次</translation>
    </message>
    <message>
        <source>heartbeat deaths, of 1,000 devices</source>
        <translation>心跳丢失断线，每 1,000 个设备</translation>
    </message>
    <message>
        <source>dead letters, of 1,000 deliveries</source>
        <translation>死信，每 1,000 个投递</translation>
    </message>
    <message>
        <source>expired, of 1,000 deliveries</source>
        <translation>已过期，每 1,000 个投递</translation>
    </message>
    <message>
        <source>missed wakes, of 1,000</source>
        <translation>错过的唤醒，每 1,000 次</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>better</source>
        <translation>变好</translation>
    </message>
    <message>
        <source>not acknowledged, of 1,000 deliveries</source>
        <translation>未确认，每 1,000 次投递</translation>
    </message>
    <message>
        <source>too few</source>
        <translation>样本太少</translation>
    </message>
</context>
<context>
    <name>ConnectionProfile</name>
    <message>
        <source>The file with certificates could not be read. %1</source>
        <translation>无法读取证书文件。%1</translation>
    </message>
    <message>
        <source>“%1” is not the fingerprint of a certificate. Copy it from the server&apos;s ready line: sha256: and 64 digits.</source>
        <translation>“%1”不是证书指纹。请从服务器的就绪行复制：sha256: 加 64 位数字。</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>需要名称。</translation>
    </message>
    <message>
        <source>The name is too long: at most %1 characters.</source>
        <translation>名称太长：至多 %1 个字符。</translation>
    </message>
    <message>
        <source>The name has blanks at its ends, or characters that cannot be shown.</source>
        <translation>名称首尾有空格，或含无法显示的字符。</translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <translation>%1 与 %2</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 个</translation>
    </message>
    <message>
        <source>There is no server and no fleet to connect to.</source>
        <translation>没有可连接的服务器或机群。</translation>
    </message>
    <message>
        <source>These are %1 servers and fleets; a console watches at most %2.</source>
        <translation>共有 %1 个服务器和机群；一个控制台至多监视 %2 个。</translation>
    </message>
    <message>
        <source>“%1” is not an address. Write host and port, for example %2.</source>
        <translation>“%1”不是地址。请写主机和端口，例如 %2。</translation>
    </message>
    <message>
        <source>%1 is there twice.</source>
        <translation>%1 重复出现。</translation>
    </message>
    <message>
        <source>The token file could not be read. %1</source>
        <translation>无法读取令牌文件。%1</translation>
    </message>
    <message>
        <source>--tls-pin %1: not sha256: and 64 hex digits</source>
        <translation>--tls-pin %1：不是 sha256: 加 64 位十六进制数字</translation>
    </message>
    <message>
        <source>--tls-pin and --tls-ca exclude each other: a pin alone decides</source>
        <translation>--tls-pin 与 --tls-ca 互斥：指定指纹后仅以其为准</translation>
    </message>
    <message>
        <source>a server needs --token-file, and a fleet needs --fleet-token-file: the file with its token</source>
        <translation>服务器需要 --token-file，机群需要 --fleet-token-file：存放其令牌的文件</translation>
    </message>
    <message>
        <source>there are more token files than servers or fleets that they could be for</source>
        <translation>令牌文件多于可对应的服务器或机群</translation>
    </message>
</context>
<context>
    <name>ConnectionProfiles</name>
    <message>
        <source>The connection “%1” has %2 in the settings file that cannot be read; the rest of it is used.</source>
        <translation>设置文件中的连接“%1”有 %2 无法读取；其余照用。</translation>
    </message>
    <message>
        <source>an entry</source>
        <translation>1 个条目</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 个条目</translation>
    </message>
    <message>
        <source>The connection “%1” in the settings file cannot be used. Forget it, or mend it in %2.</source>
        <translation>设置文件中的连接“%1”无法使用。请忘记它，或在 %2 中修正。</translation>
    </message>
    <message>
        <source>%1 connections have names already. Forget one first.</source>
        <translation>已有 %1 个命名连接。请先忘记一个。</translation>
    </message>
    <message>
        <source>There is no connection “%1” any more.</source>
        <translation>连接“%1”已不存在。</translation>
    </message>
    <message>
        <source>There is a connection “%1” already.</source>
        <translation>连接“%1”已存在。</translation>
    </message>
</context>
<context>
    <name>Destination</name>
    <message>
        <source>%1: no file can be made there: %2. Name another folder, or make this one.</source>
        <translation>%1：无法在此创建文件：%2。请换一个文件夹，或创建该文件夹。</translation>
    </message>
    <message>
        <source>%1 is a folder. Name a file in it.</source>
        <translation>%1 是文件夹。请指定其中的文件。</translation>
    </message>
    <message>
        <source>%1 exists already, and is left alone. Name another file, or replace it with --force.</source>
        <translation>%1 已存在，未作改动。请换一个文件，或用 --force 替换。</translation>
    </message>
    <message>
        <source>%1 may not be written. Name another file.</source>
        <translation>%1 不可写。请换一个文件。</translation>
    </message>
    <message>
        <source>%1: this folder cannot be made. Name another.</source>
        <translation>%1：无法创建该文件夹。请换一个。</translation>
    </message>
    <message>
        <source>%1 is not an ordinary file. Name another file.</source>
        <translation>%1 不是普通文件。请指定其他文件。</translation>
    </message>
</context>
<context>
    <name>Distribution</name>
    <message>
        <source>p%1 %2</source>
        <translation>p%1 %2</translation>
    </message>
    <message>
        <source>nothing was measured</source>
        <translation>没有测量数据</translation>
    </message>
    <message>
        <source>of all</source>
        <translation>占全部</translation>
    </message>
    <message>
        <source>99.9 %</source>
        <translation>99.9 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1: the time that so many stay below</source>
        <translation>%1：相应比例的样本低于此时间</translation>
    </message>
    <message>
        <source>Neither run measured any.</source>
        <translation>两次运行均没有测量数据。</translation>
    </message>
    <message>
        <source>%1. A: %2. B: %3.</source>
        <translation>%1。A：%2。B：%3。</translation>
    </message>
</context>
<context>
    <name>EventLog</name>
    <message>
        <source>1 block of telemetry was missed, because this console was too slow; a new snapshot was read.</source>
        <translation>因本控制台太慢，漏收了 1 个遥测块；已读取新的快照。</translation>
    </message>
    <message>
        <source>%1 blocks of telemetry were missed, because this console was too slow; a new snapshot was read.</source>
        <translation>因本控制台太慢，漏收了 %1 个遥测块；已读取新的快照。</translation>
    </message>
    <message>
        <source>The process stood still for more than a second; every session got one more timeout.</source>
        <translation>进程停顿超过一秒；每个会话都多给了一次超时。</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Beats by the silence before:</source>
        <translation>按之前静默时长统计的心跳：</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>连接已断</translation>
    </message>
    <message>
        <source>No silence of half a second or more was seen yet.</source>
        <translation>尚未见到半秒或更长的静默。</translation>
    </message>
    <message>
        <source>advised: %1</source>
        <translation>建议：%1</translation>
    </message>
    <message>
        <source>lost from %1</source>
        <translation>自 %1 起丢失</translation>
    </message>
    <message>
        <source>After a silence of %1 to %2: %3 beats passed, %4 found no connection</source>
        <translation>静默 %1 至 %2 之后：送达 %3 次，发现连接已断 %4 次</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>%1后</translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>ended</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1</translation>
    </message>
    <message>
        <source>beats a cell, log scale:</source>
        <translation>每格心跳数，对数刻度：</translation>
    </message>
    <message>
        <source>Heartbeats by latency</source>
        <translation>心跳时延分布</translation>
    </message>
    <message>
        <source>nothing was measured</source>
        <translation>没有测量数据</translation>
    </message>
    <message>
        <source>no server connected</source>
        <translation>没有连接服务器</translation>
    </message>
    <message>
        <source>this console did not look</source>
        <translation>本控制台当时没有观察</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1: nothing is known, %2</source>
        <translation>%1：一无所知，%2</translation>
    </message>
    <message>
        <source>%1, %2 to %3: %4</source>
        <translation>%1，%2 至 %3：%4</translation>
    </message>
    <message>
        <source>1 beat</source>
        <translation>1 次心跳</translation>
    </message>
    <message>
        <source>%1 beats</source>
        <translation>%1 次心跳</translation>
    </message>
    <message>
        <source>Missed then: %1; connections ended by that: %2</source>
        <translation>此时段丢失：%1；因此断开的连接：%2</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Nobody has been woken in this time.</source>
        <translation>此时段内没有唤醒。</translation>
    </message>
    <message>
        <source>p50 %1   p99 %2</source>
        <translation>p50 %1   p99 %2</translation>
    </message>
    <message>
        <source>%1: no value</source>
        <translation>%1：没有值</translation>
    </message>
    <message>
        <source>%1: %2 values, p50 %3, p99 %4</source>
        <translation>%1：%2 个值，p50 %3，p99 %4</translation>
    </message>
</context>
<context>
    <name>JsonReader</name>
    <message>
        <source>longer than %1 bytes</source>
        <translation>超过 %1 字节</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>an object is not closed, or a comma is missing: “}” or “,” is to be here</source>
        <translation>对象未闭合，或缺少逗号：此处应为“}”或“,”</translation>
    </message>
    <message>
        <source>a colon is missing between a name and its value</source>
        <translation>名称与值之间缺少冒号</translation>
    </message>
    <message>
        <source>a list is not closed, or a comma is missing: “]” or “,” is to be here</source>
        <translation>列表未闭合，或缺少逗号：此处应为“]”或“,”</translation>
    </message>
    <message>
        <source>a comma is missing before the next value</source>
        <translation>下一个值之前缺少逗号</translation>
    </message>
    <message>
        <source>this is no value; text stands in double quotes, and true, false and null are written so</source>
        <translation>这不是值；文本须用双引号，true、false 和 null 须照此书写</translation>
    </message>
    <message>
        <source>it ends within a number</source>
        <translation>在数字中间结束</translation>
    </message>
    <message>
        <source>this is no number</source>
        <translation>这不是数字</translation>
    </message>
    <message>
        <source>a backslash is not followed by one of &quot; \ / b f n r t u</source>
        <translation>反斜杠之后不是 &quot; \ / b f n r t u 之一</translation>
    </message>
    <message>
        <source>the text is not UTF-8</source>
        <translation>文本不是 UTF-8</translation>
    </message>
    <message>
        <source>a text is not closed: its double quote is missing</source>
        <translation>文本未闭合：缺少双引号</translation>
    </message>
    <message>
        <source>a name in double quotes is to be here</source>
        <translation>此处应为双引号中的名称</translation>
    </message>
    <message>
        <source>more follows behind the end</source>
        <translation>结尾之后还有内容</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>太大</translation>
    </message>
</context>
<context>
    <name>LadderText</name>
    <message>
        <source>Push %1 to %2: %3
</source>
        <translation>推送 %1 至 %2：%3
</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>%1 of %2 resumes</source>
        <translation>已恢复 %1/%2 次</translation>
    </message>
    <message>
        <source>keeps itself awake</source>
        <translation>使自己一直醒着</translation>
    </message>
    <message>
        <source>%1 for %2, since %3</source>
        <translation>%1 %2，始于 %3</translation>
    </message>
    <message>
        <source>%1 for %2, since %3: %4</source>
        <translation>%1 %2，始于 %3：%4</translation>
    </message>
    <message>
        <source>Wake at %1 by %2</source>
        <translation>%1 被唤醒，由%2引发</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>wake by data</source>
        <translation>数据唤醒</translation>
    </message>
    <message>
        <source>keep-alive</source>
        <translation>保活</translation>
    </message>
    <message>
        <source>other wake</source>
        <translation>其他唤醒</translation>
    </message>
    <message>
        <source>missed wake</source>
        <translation>错过的唤醒</translation>
    </message>
    <message>
        <source>used of granted time</source>
        <translation>已用/授予时间</translation>
    </message>
    <message>
        <source>The app keeps itself awake: it ran for more than 60 s because of data, or it has at most one resume left.</source>
        <translation>应用使自己一直醒着：因数据运行超过 60 s，或至多只剩一次恢复。</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>%1, ran after %2 for %3 of %4; resume %5 in 300 s; pushes: %6, beats: %7</source>
        <translation>%1，%2 后运行，已用 %3/%4；300 s 内第 %5 次恢复；推送：%6，心跳：%7</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>&amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
</context>
<context>
    <name>LineChart</name>
    <message>
        <source>%1 M</source>
        <translation>%1 M</translation>
    </message>
</context>
<context>
    <name>Parts</name>
    <message>
        <source>Time span</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>last minute</source>
        <translation>最近 1 分钟</translation>
    </message>
    <message>
        <source>last 5 minutes</source>
        <translation>最近 5 分钟</translation>
    </message>
    <message>
        <source>last 10 minutes</source>
        <translation>最近 10 分钟</translation>
    </message>
</context>
<context>
    <name>PhoneMenu</name>
    <message>
        <source>To foreground</source>
        <translation>切到前台</translation>
    </message>
    <message>
        <source>The user opens the app</source>
        <translation>用户打开应用</translation>
    </message>
    <message>
        <source>To background</source>
        <translation>切到后台</translation>
    </message>
    <message>
        <source>The user leaves the app</source>
        <translation>用户离开应用</translation>
    </message>
    <message>
        <source>Swipe away</source>
        <translation>划掉应用</translation>
    </message>
    <message>
        <source>The user ends the app: many systems do not start it again by themselves</source>
        <translation>用户结束应用：许多系统此后不会自动重启它</translation>
    </message>
    <message>
        <source>End by the system</source>
        <translation>系统终止</translation>
    </message>
    <message>
        <source>The system ends the app, for example for memory</source>
        <translation>系统终止应用，例如内存不足</translation>
    </message>
    <message>
        <source>Crash</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>The app crashes</source>
        <translation>应用崩溃</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>The app does nothing any more, while its phone&apos;s system answers for it</source>
        <translation>应用不再做任何事，而手机系统仍替它应答</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>The app goes on</source>
        <translation>应用继续运行</translation>
    </message>
    <message>
        <source>Refuse pushes</source>
        <translation>拒收推送</translation>
    </message>
    <message>
        <source>The app cannot take any push and tells its server so</source>
        <translation>应用不能接收任何推送，并告知服务器</translation>
    </message>
    <message>
        <source>Take pushes</source>
        <translation>接收推送</translation>
    </message>
    <message>
        <source>The app takes every push again</source>
        <translation>应用重新接收每条推送</translation>
    </message>
    <message>
        <source>Reboot phone</source>
        <translation>重启手机</translation>
    </message>
    <message>
        <source>The phone starts anew</source>
        <translation>手机重新启动</translation>
    </message>
    <message>
        <source>Airplane mode on</source>
        <translation>打开飞行模式</translation>
    </message>
    <message>
        <source>No network at all</source>
        <translation>完全没有网络</translation>
    </message>
    <message>
        <source>Airplane mode off</source>
        <translation>关闭飞行模式</translation>
    </message>
    <message>
        <source>The network is back</source>
        <translation>网络恢复</translation>
    </message>
    <message>
        <source>Wi-Fi off</source>
        <translation>关闭 Wi-Fi</translation>
    </message>
    <message>
        <source>The phone goes to cellular</source>
        <translation>手机切换到蜂窝网络</translation>
    </message>
    <message>
        <source>Wi-Fi on</source>
        <translation>打开 Wi-Fi</translation>
    </message>
    <message>
        <source>The phone goes to Wi-Fi</source>
        <translation>手机切换到 Wi-Fi</translation>
    </message>
    <message>
        <source>Forget NAT mapping</source>
        <translation>遗忘 NAT 映射</translation>
    </message>
    <message>
        <source>A NAT on the way forgets the connection and tells nobody</source>
        <translation>途中的 NAT 遗忘该连接，且不通知任何一方</translation>
    </message>
    <message>
        <source>Make half-open</source>
        <translation>变为半开</translation>
    </message>
    <message>
        <source>Nothing passes any more in either direction, and nobody is told</source>
        <translation>两个方向都不再有数据通过，且双方不知情</translation>
    </message>
    <message>
        <source>Reset connection</source>
        <translation>重置连接</translation>
    </message>
    <message>
        <source>The connection ends in view of both sides</source>
        <translation>连接断开，双方都能看到</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>The app disconnects and does not come back by itself</source>
        <translation>应用断开，且不会自动回来</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>The app connects again</source>
        <translation>应用再次连接</translation>
    </message>
    <message>
        <source>Alerts off</source>
        <translation>关闭提醒</translation>
    </message>
    <message>
        <source>The user wants to see no notification of this app</source>
        <translation>用户不想看到该应用的任何通知</translation>
    </message>
    <message>
        <source>Alerts as banners</source>
        <translation>以横幅提醒</translation>
    </message>
    <message>
        <source>Notifications are shown as banners</source>
        <translation>通知以横幅展示</translation>
    </message>
    <message>
        <source>Lock screen</source>
        <translation>锁屏</translation>
    </message>
    <message>
        <source>The user locks the phone</source>
        <translation>用户锁定手机</translation>
    </message>
    <message>
        <source>Unlock screen</source>
        <translation>解锁屏幕</translation>
    </message>
    <message>
        <source>The user takes the phone up again</source>
        <translation>用户再次拿起手机</translation>
    </message>
    <message>
        <source>Lose 30 % on the way</source>
        <translation>途中丢失 30 %</translation>
    </message>
    <message>
        <source>Of what is sent in either direction 30 % is lost and sent again later</source>
        <translation>两个方向上各有 30 % 的数据丢失，稍后重发</translation>
    </message>
    <message>
        <source>Lose nothing</source>
        <translation>不丢失</translation>
    </message>
    <message>
        <source>Everything comes through again</source>
        <translation>一切重新畅通</translation>
    </message>
    <message>
        <source>Delay by 500 ms</source>
        <translation>延迟 500 ms</translation>
    </message>
    <message>
        <source>The way to the server takes half a second more in each direction</source>
        <translation>到服务器的每个方向多用半秒</translation>
    </message>
    <message>
        <source>No delay</source>
        <translation>无延迟</translation>
    </message>
    <message>
        <source>The way takes no time of its own</source>
        <translation>途中不再耗时</translation>
    </message>
    <message>
        <source>Read slowly</source>
        <translation>慢速读取</translation>
    </message>
    <message>
        <source>The phone takes 100 bytes a second, so its server has to wait</source>
        <translation>手机每秒只读 100 字节，服务器须等待</translation>
    </message>
    <message>
        <source>Read at full speed</source>
        <translation>全速读取</translation>
    </message>
    <message>
        <source>The phone takes what comes at once</source>
        <translation>手机立即读取收到的数据</translation>
    </message>
    <message>
        <source>Drop acknowledgements</source>
        <translation>丢弃确认</translation>
    </message>
    <message>
        <source>The app handles pushes and its acknowledgements are lost, so they are sent again</source>
        <translation>应用处理推送，但确认丢失，因此会重发</translation>
    </message>
    <message>
        <source>Keep acknowledgements</source>
        <translation>保留确认</translation>
    </message>
    <message>
        <source>Acknowledgements arrive again</source>
        <translation>确认重新到达</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Faults</source>
        <translation>故障(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Account and alerts</source>
        <translation>账户与提醒(&amp;A)</translation>
    </message>
</context>
<context>
    <name>PushDraft</name>
    <message>
        <source>No device is named. Type a device id, or select devices on the Sessions page.</source>
        <translation>未指定设备。请输入设备 ID，或在“会话”页选择设备。</translation>
    </message>
    <message>
        <source>%1 devices are more than the %2 of one push. Send it in parts.</source>
        <translation>%1 个设备超过一次推送的上限 %2 个。请分批发送。</translation>
    </message>
    <message>
        <source>“%1” cannot be a device id: 1 to %2 bytes without control characters.</source>
        <translation>“%1”不能作为设备 ID：应为 1 至 %2 字节，且不含控制字符。</translation>
    </message>
    <message>
        <source>“%1” is no condition. Write for example profile:ios-voip, tag:qa, link:online, device~part, and a minus in front for “not”.</source>
        <translation>“%1”不是条件。例如可写 profile:ios-voip、tag:qa、link:online、device~part，前面加减号表示“非”。</translation>
    </message>
    <message>
        <source>The payload has %1 bytes; %2 are allowed.</source>
        <translation>载荷有 %1 字节；上限为 %2。</translation>
    </message>
    <message>
        <source>The payload is not JSON: %1.</source>
        <translation>载荷不是 JSON：%1。</translation>
    </message>
    <message>
        <source>“%1” is no time to live. Write for example 30s, 10m or 24h; 7 days at most.</source>
        <translation>“%1”不是有效期。例如可写 30s、10m 或 24h；至多 7 天。</translation>
    </message>
    <message>
        <source>“%1” is no time to wait. Write for example 30s, 10m or 24h; 7 days at most.</source>
        <translation>“%1”不是等待时间。例如可写 30s、10m 或 24h；至多 7 天。</translation>
    </message>
    <message>
        <source>What is expected cannot be read: %1. Write for example acknowledged within 2s, shown within 5s, no resend.</source>
        <translation>无法读取预期：%1。例如可写 acknowledged within 2s, shown within 5s, no resend。</translation>
    </message>
    <message>
        <source>{{device}} gives each device a payload of its own, so the devices have to be named, not found by tag or query.</source>
        <translation>{{device}} 使每个设备的载荷各不相同，因此须指定设备，不能用标签或查询查找。</translation>
    </message>
    <message>
        <source>%1 devices are more than the %2 that can have a payload of their own. Send it in parts.</source>
        <translation>%1 个设备超过可各有载荷的上限 %2 个。请分批发送。</translation>
    </message>
    <message>
        <source>“%1” gives no value. Write name=value once for each name, with semicolons between them.</source>
        <translation>“%1”没有给出值。请对每个名称写一次 name=value，之间用分号分隔。</translation>
    </message>
    <message>
        <source>{{%1}} has no value. Give it below as %1=…; {{n}}, {{time}} and {{device}} are known of themselves.</source>
        <translation>{{%1}} 没有值。请在下方写 %1=…；{{n}}、{{time}} 和 {{device}} 自动取值。</translation>
    </message>
    <message>
        <source>The collapse key has %1 bytes; %2 are allowed.</source>
        <translation>折叠键有 %1 字节；上限为 %2。</translation>
    </message>
    <message>
        <source>“%1” is no number of times: 1 to %2.</source>
        <translation>“%1”不是次数：应为 1 至 %2。</translation>
    </message>
    <message>
        <source>“%1” is no interval. Write for example 500ms, 2s or 10m; 10ms to 24h.</source>
        <translation>“%1”不是间隔。例如可写 500ms、2s 或 10m；10ms 至 24h。</translation>
    </message>
</context>
<context>
    <name>PushPreview</name>
    <message>
        <source>1 device</source>
        <translation>1 个设备</translation>
    </message>
    <message>
        <source>%1 devices</source>
        <translation>%1 个设备</translation>
    </message>
    <message>
        <source>Nothing was sent. It would be one push of %1 bytes.</source>
        <translation>未发送。若发送，将是一条 %1 字节的推送。</translation>
    </message>
    <message>
        <source>Nothing was sent. It would be %1 pushes, the first of %2 bytes.</source>
        <translation>未发送。若发送，将是 %1 条推送，首条 %2 字节。</translation>
    </message>
    <message>
        <source>The last of them %1 after the first.</source>
        <translation>最后一条在首条之后 %1。</translation>
    </message>
    <message>
        <source>Each is kept back for %1.</source>
        <translation>每条推迟 %1 发送。</translation>
    </message>
    <message>
        <source>%1 connected</source>
        <translation>%1 个已连接</translation>
    </message>
    <message>
        <source>%1 connected and suspended, which it would wake</source>
        <translation>%1 个已连接但挂起，将被唤醒</translation>
    </message>
    <message>
        <source>%1 not connected, for which it would wait</source>
        <translation>%1 个未连接，将等待其连接</translation>
    </message>
    <message>
        <source>%1 that no connected server knows, which would be refused</source>
        <translation>%1 个不为任何已连接的服务器所知，将被拒绝</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>And whom the tag or the query finds on each server, which only the server knows when it is sent.</source>
        <translation>另加各服务器上标签或查询命中的设备，发送时只有服务器知道。</translation>
    </message>
    <message>
        <source>No server is connected that could take it.</source>
        <translation>没有已连接的服务器可以受理。</translation>
    </message>
    <message>
        <source>Asked of %1.</source>
        <translation>发往 %1。</translation>
    </message>
    <message>
        <source>First payload: %1</source>
        <translation>首条载荷：%1</translation>
    </message>
</context>
<context>
    <name>PushTemplates</name>
    <message>
        <source>There are %1 templates already. Delete one first.</source>
        <translation>已有 %1 个模板。请先删除一个。</translation>
    </message>
</context>
<context>
    <name>PushVerdicts</name>
    <message>
        <source>refused by the server</source>
        <translation>被服务器拒绝</translation>
    </message>
    <message>
        <source>%1 after %2, %3 too late</source>
        <translation>%2 后%1，晚 %3</translation>
    </message>
    <message>
        <source>%1 after %2, %3 too early</source>
        <translation>%2 后%1，早 %3</translation>
    </message>
    <message>
        <source>%1 instead of %2</source>
        <translation>结果为%1，而非%2</translation>
    </message>
    <message>
        <source>not %1, overdue by %2</source>
        <translation>未到“%1”，已超时 %2</translation>
    </message>
    <message>
        <source>%1 attempts</source>
        <translation>尝试 %1 次</translation>
    </message>
    <message>
        <source>%1 duplicates</source>
        <translation>重复 %1 次</translation>
    </message>
    <message>
        <source>%1 apart</source>
        <translation>相差 %1</translation>
    </message>
    <message>
        <source>%1 of %2 passed</source>
        <translation>%2 个中通过 %1 个</translation>
    </message>
    <message>
        <source>, %1 still open</source>
        <translation>，待定 %1 个</translation>
    </message>
    <message>
        <source>; worst: %1, %2</source>
        <translation>；最差：%1，%2</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>FAIL: %1</source>
        <translation>未通过：%1</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待定</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Step up</source>
        <translation>增加(&amp;S)</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>减少(&amp;D)</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>QTabBar</name>
    <message>
        <source>Scroll Left</source>
        <translation>向左滚动</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>向右滚动</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>Query</name>
    <message>
        <source>begins with</source>
        <translation>以此开头</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>is</source>
        <translation>等于</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>不等于</translation>
    </message>
    <message>
        <source>less long ago than</source>
        <translation>距今短于</translation>
    </message>
    <message>
        <source>less than</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>at most so long ago</source>
        <translation>距今至多</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>longer ago than</source>
        <translation>距今长于</translation>
    </message>
    <message>
        <source>more than</source>
        <translation>大于</translation>
    </message>
    <message>
        <source>at least so long ago</source>
        <translation>距今至少</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>A query has at most %1 characters.</source>
        <translation>查询至多 %1 个字符。</translation>
    </message>
    <message>
        <source>Parentheses go at most %1 deep. Take some away.</source>
        <translation>括号至多嵌套 %1 层。请减少。</translation>
    </message>
    <message>
        <source>A query has at most %1 terms. Take some away.</source>
        <translation>查询至多 %1 个条件。请减少。</translation>
    </message>
    <message>
        <source>The quotation that begins here does not end. Add a &quot; at its end.</source>
        <translation>此处开始的引号没有结束。请在末尾加 &quot;。</translation>
    </message>
    <message>
        <source>This parenthesis is not closed. Add a ) at its end.</source>
        <translation>该括号没有闭合。请在末尾加 )。</translation>
    </message>
    <message>
        <source>This parenthesis closes nothing. Take it away, or put the text in &quot;quotes&quot;.</source>
        <translation>该括号没有对应的开括号。请去掉它，或把文字放进 &quot;引号&quot;。</translation>
    </message>
    <message>
        <source>“%1” needs something before it. To search for the word itself, write &quot;%1&quot; in quotes.</source>
        <translation>“%1”之前需要内容。若要搜索该词本身，请写成带引号的 &quot;%1&quot;。</translation>
    </message>
    <message>
        <source>“%1” needs something after it.</source>
        <translation>“%1”之后需要内容。</translation>
    </message>
    <message>
        <source>“%1” needs a value after it.</source>
        <translation>“%1”之后需要一个值。</translation>
    </message>
    <message>
        <source>There is no column “%1”. To search for the text itself, put it in &quot;quotes&quot;.</source>
        <translation>没有列“%1”。若要搜索该文字本身，请放进 &quot;引号&quot;。</translation>
    </message>
    <message>
        <source>There is no column “%1”. Did you mean %2? To search for the text itself, put it in &quot;quotes&quot;.</source>
        <translation>没有列“%1”。是否指 %2？若要搜索该文字本身，请放进 &quot;引号&quot;。</translation>
    </message>
    <message>
        <source>“%1” compares numbers, and this is a column of text. Write %2.</source>
        <translation>“%1”用于比较数值，而该列是文字。请写 %2。</translation>
    </message>
    <message>
        <source>“~” looks into text, and this is a column of numbers. Write %1.</source>
        <translation>“~”用于查找文字，而该列是数值。请写 %1。</translation>
    </message>
    <message>
        <source>A time is compared by how long ago it was. Write %1.</source>
        <translation>时间按距今多久比较。请写 %1。</translation>
    </message>
    <message>
        <source>“%1” is no whole number. Write %2.</source>
        <translation>“%1”不是整数。请写 %2。</translation>
    </message>
    <message>
        <source>“%1” is no duration: it needs a number and a unit (us, ms, s, m, h or d). Write %2.</source>
        <translation>“%1”不是时长：需要数字和单位（us、ms、s、m、h 或 d）。请写 %2。</translation>
    </message>
    <message>
        <source>“%1” is no size: it needs a number, and may have a unit (B, kB, MB, KiB or MiB). Write %2.</source>
        <translation>“%1”不是大小：需要数字，可带单位（B、kB、MB、KiB 或 MiB）。请写 %2。</translation>
    </message>
</context>
<context>
    <name>SavedViews</name>
    <message>
        <source>This page has %1 views already. Delete one first.</source>
        <translation>本页已有 %1 个视图。请先删除一个。</translation>
    </message>
</context>
<context>
    <name>ScenarioCast</name>
    <message>
        <source>Run it in a sandbox of its own, or connect to a server with a fleet that was started by “pushfleet --scenario” with this file, at this scale.</source>
        <translation>请在它自己的沙箱中运行，或连接到这样的服务器：其机群由“pushfleet --scenario”以此文件、按此规模启动。</translation>
    </message>
    <message>
        <source>None of its %1 phones is here.</source>
        <translation>其 %1 部手机都不在此。</translation>
    </message>
    <message>
        <source>Only %1 of its %2 phones are here.</source>
        <translation>其 %2 部手机中只有 %1 部在此。</translation>
    </message>
    <message>
        <source>Its phones are told of by several servers or fleets, and a scenario runs on one of each.</source>
        <translation>其手机由多个服务器或机群告知，而一个场景只在一个服务器和一个机群上运行。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>%1: done.</source>
        <translation>%1：已完成。</translation>
    </message>
    <message>
        <source>%1: the other side sent or received something that does not follow the protocol. Compare the versions of both programs.</source>
        <translation>%1：对方发送或收到了不符合协议的内容。请比对两个程序的版本。</translation>
    </message>
    <message>
        <source>%1 is larger than allowed. Make it shorter or choose fewer devices.</source>
        <translation>%1 超过允许的大小。请缩短，或选择更少的设备。</translation>
    </message>
    <message>
        <source>%1: this server does not know the request. A newer server may.</source>
        <translation>%1：该服务器不认识此请求。更新的服务器也许认识。</translation>
    </message>
    <message>
        <source>%1: no protocol version in common. Update the older of the two programs.</source>
        <translation>%1：没有共同的协议版本。请更新两个程序中较旧的一个。</translation>
    </message>
    <message>
        <source>%1: this token&apos;s role may not do that. Ask for a token with a higher role.</source>
        <translation>%1：该令牌的角色无权这样做。请申请更高角色的令牌。</translation>
    </message>
    <message>
        <source>%1: the server is busy. Try again in a moment.</source>
        <translation>%1：服务器繁忙。请稍后再试。</translation>
    </message>
    <message>
        <source>%1 contradicts what is already there.</source>
        <translation>%1 与已有内容冲突。</translation>
    </message>
    <message>
        <source>%1: a limit of the server would be exceeded.</source>
        <translation>%1：会超过服务器的限制。</translation>
    </message>
    <message>
        <source>%1: the server could not store it. See the server&apos;s log.</source>
        <translation>%1：服务器未能保存。请查看服务器日志。</translation>
    </message>
    <message>
        <source>%1: the connection ended before the answer came, so it may or may not have happened. Sending it again with the same id is safe.</source>
        <translation>%1：连接在收到应答前断开，操作可能已发生，也可能没有。用相同 ID 再次发送是安全的。</translation>
    </message>
    <message>
        <source>%1 is going down.</source>
        <translation>%1 正在关闭。</translation>
    </message>
    <message>
        <source>%1 connected from elsewhere.</source>
        <translation>%1 已在别处连接。</translation>
    </message>
    <message>
        <source>%1 stopped answering heartbeats.</source>
        <translation>%1 不再应答心跳。</translation>
    </message>
    <message>
        <source>%1: too many wrong tokens from this address. Wait a minute, then check the token file.</source>
        <translation>%1：该地址的错误令牌太多。请等一分钟，再检查令牌文件。</translation>
    </message>
    <message>
        <source>%1 cannot be reached. Check that it runs and listens on this address.</source>
        <translation>无法连接 %1。请确认它正在运行，并监听该地址。</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 未及时应答。</translation>
    </message>
    <message>
        <source>%1 closed the connection.</source>
        <translation>%1 关闭了连接。</translation>
    </message>
    <message>
        <source>%1: a file could not be read or written.</source>
        <translation>%1：有文件无法读取或写入。</translation>
    </message>
    <message>
        <source>%1: a flag or a setting makes no sense.</source>
        <translation>%1：某个参数或设置没有意义。</translation>
    </message>
    <message>
        <source>%1: no encrypted connection could be made. It may be a server without TLS, which can only be used on its own computer or through a tunnel, for example with ssh -L.</source>
        <translation>%1：无法建立加密连接。它可能是不带 TLS 的服务器，只能在本机使用，或通过隧道使用，例如 ssh -L。</translation>
    </message>
    <message>
        <source>%1 answered with the private code %2.</source>
        <translation>%1 返回了私有代码 %2。</translation>
    </message>
    <message>
        <source>%1 shows another certificate than the one that is pinned: it may not be the server that you mean. Its certificate is %2. Only if the server names the same one in its ready line and log, pin that instead, with --tls-pin or in the field “Certificate”.</source>
        <translation>%1 出示的证书与固定的不同：它可能不是您想连接的服务器。其证书为 %2。只有当服务器在就绪行和日志中给出的正是它时，才改为固定该证书：用 --tls-pin，或填入“证书”一栏。</translation>
    </message>
    <message>
        <source>its certificate is for another name</source>
        <translation>其证书属于另一个名称</translation>
    </message>
    <message>
        <source>its certificate has expired</source>
        <translation>其证书已过期</translation>
    </message>
    <message>
        <source>its certificate is not valid yet</source>
        <translation>其证书尚未生效</translation>
    </message>
    <message>
        <source>its certificate is revoked, or that cannot be told</source>
        <translation>其证书已被吊销，或无法判断</translation>
    </message>
    <message>
        <source>nobody known here has signed its certificate</source>
        <translation>其证书不是由此处已知的机构签发</translation>
    </message>
    <message>
        <source>its certificate is not fit for a server</source>
        <translation>其证书不适用于服务器</translation>
    </message>
    <message>
        <source>%1 is not believed: %2. The certificate is %3. If the server names the same one in its ready line and log, accept it with --tls-pin or in the field “Certificate”.</source>
        <translation>不信任 %1：%2。证书为 %3。若服务器在就绪行和日志中给出的正是它，请用 --tls-pin 或在“证书”一栏接受它。</translation>
    </message>
    <message>
        <source>its beginning</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>its end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>%1 was not closed, perhaps because its program was ended. Everything up to %2 is kept.</source>
        <translation>%1 没有正常关闭，可能是程序被结束。%2 之前的内容都已保留。</translation>
    </message>
    <message>
        <source>%1 is cut off or damaged from byte %2 on, before anything that could be kept.</source>
        <translation>%1 自第 %2 字节起被截断或损坏，没有可保留的内容。</translation>
    </message>
    <message>
        <source>%1 is cut off or damaged from byte %2 on. Everything up to %3 is kept.</source>
        <translation>%1 自第 %2 字节起被截断或损坏。%3 之前的内容都已保留。</translation>
    </message>
    <message>
        <source>%1 is damaged: %2 bytes from byte %3 on cannot be read, so nothing is known from %4 to %5. The rest is kept.</source>
        <translation>%1 已损坏：自第 %3 字节起有 %2 字节无法读取，因此 %4 至 %5 之间一无所知。其余已保留。</translation>
    </message>
    <message>
        <source>%1 has a gap from %2 to %3: more came than could be written. The rest is kept.</source>
        <translation>%1 在 %2 至 %3 之间有缺口：到来的数据多于能写入的。其余已保留。</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>disconnected</source>
        <translation>已断开</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>机群</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: connecting…</source>
        <translation>%1：正在连接…</translation>
    </message>
    <message>
        <source>%1: live, its times ± %2.</source>
        <translation>%1：实时，其时间误差 ± %2。</translation>
    </message>
    <message>
        <source>%1: disconnected, because you asked for it.</source>
        <translation>%1：已按您的要求断开。</translation>
    </message>
    <message>
        <source>Trying again in %1 s.</source>
        <translation>%1 秒后重试。</translation>
    </message>
    <message>
        <source>Trying again now.</source>
        <translation>正在重试。</translation>
    </message>
    <message>
        <source> What is shown of it is stale.</source>
        <translation>其显示内容已过时。</translation>
    </message>
    <message>
        <source>closed by the server</source>
        <translation>服务器关闭</translation>
    </message>
    <message>
        <source>closed by the phone&apos;s side</source>
        <translation>手机一侧关闭</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>%1 with goodbye</source>
        <translation>%1，有道别</translation>
    </message>
    <message>
        <source>%1 without goodbye</source>
        <translation>%1，无道别</translation>
    </message>
    <message>
        <source>%1: heartbeat</source>
        <translation>%1：心跳超时</translation>
    </message>
    <message>
        <source>%1: connected elsewhere</source>
        <translation>%1：在别处连接</translation>
    </message>
    <message>
        <source>%1: going down</source>
        <translation>%1：正在关闭</translation>
    </message>
    <message>
        <source>%1: too slow to read</source>
        <translation>%1：读取太慢</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>foreground</source>
        <translation>前台</translation>
    </message>
    <message>
        <source>background</source>
        <translation>后台</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>woken</source>
        <translation>已唤醒</translation>
    </message>
    <message>
        <source>handler</source>
        <translation>保活处理</translation>
    </message>
    <message>
        <source>terminated</source>
        <translation>已终止</translation>
    </message>
    <message>
        <source>user</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>system</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>end of the stream</source>
        <translation>流结束</translation>
    </message>
    <message>
        <source>keep-alive</source>
        <translation>保活</translation>
    </message>
    <message>
        <source>timer</source>
        <translation>定时器</translation>
    </message>
    <message>
        <source>vendor&apos;s push</source>
        <translation>厂商推送</translation>
    </message>
    <message>
        <source>crash</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>phone started</source>
        <translation>手机启动</translation>
    </message>
    <message>
        <source>time used up</source>
        <translation>时间用尽</translation>
    </message>
    <message>
        <source>woken too often</source>
        <translation>唤醒过于频繁</translation>
    </message>
    <message>
        <source>background task never ended</source>
        <translation>后台任务从未结束</translation>
    </message>
    <message>
        <source>logged out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>a cause that this version does not know</source>
        <translation>本版本不认识的原因</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>written as often as allowed, never acknowledged</source>
        <translation>已写出至允许的次数，从未确认</translation>
    </message>
    <message>
        <source>held for the wake budget</source>
        <translation>因唤醒预算暂缓</translation>
    </message>
    <message>
        <source>asleep, and bytes do not wake it</source>
        <translation>休眠中，数据不能唤醒它</translation>
    </message>
    <message>
        <source>postponed</source>
        <translation>已延后</translation>
    </message>
    <message>
        <source>replaced by a newer push with the same key</source>
        <translation>被相同键的较新推送取代</translation>
    </message>
    <message>
        <source>terminated by the user</source>
        <translation>被用户终止</translation>
    </message>
    <message>
        <source>terminated by the system</source>
        <translation>被系统终止</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>已崩溃</translation>
    </message>
    <message>
        <source>the phone starts anew</source>
        <translation>手机正在重启</translation>
    </message>
    <message>
        <source>its socket is not marked to wake it</source>
        <translation>其套接字未标记为可唤醒</translation>
    </message>
    <message>
        <source>its socket is closed</source>
        <translation>其套接字已关闭</translation>
    </message>
    <message>
        <source>airplane mode</source>
        <translation>飞行模式</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>无网络</translation>
    </message>
    <message>
        <source>a NAT forgot the connection</source>
        <translation>NAT 超时，映射已被遗忘</translation>
    </message>
    <message>
        <source>half-open connection</source>
        <translation>半开连接</translation>
    </message>
    <message>
        <source>dozing</source>
        <translation>打盹模式</translation>
    </message>
    <message>
        <source>the vendor&apos;s channel delivers no more for now</source>
        <translation>厂商通道暂不再投递</translation>
    </message>
    <message>
        <source>alerts are off</source>
        <translation>提醒已关闭</translation>
    </message>
    <message>
        <source>too many notifications are pending</source>
        <translation>待展示的通知过多</translation>
    </message>
    <message>
        <source>the app runs and does nothing</source>
        <translation>应用在运行但不做任何事</translation>
    </message>
    <message>
        <source>an operator asked for it</source>
        <translation>由操作员要求</translation>
    </message>
    <message>
        <source>the app refused it</source>
        <translation>被应用拒收</translation>
    </message>
    <message>
        <source>a reason that this version does not know</source>
        <translation>本版本不认识的原因</translation>
    </message>
    <message>
        <source>happened</source>
        <translation>已发生</translation>
    </message>
    <message>
        <source>missed: %1</source>
        <translation>错过：%1</translation>
    </message>
    <message>
        <source>shown in the app</source>
        <translation>在应用内展示</translation>
    </message>
    <message>
        <source>banner</source>
        <translation>横幅</translation>
    </message>
    <message>
        <source>alert</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>suppressed</source>
        <translation>被抑制</translation>
    </message>
    <message>
        <source>scheduled</source>
        <translation>已排定</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>已替换</translation>
    </message>
    <message>
        <source>Wi-Fi</source>
        <translation>Wi-Fi</translation>
    </message>
    <message>
        <source>cellular</source>
        <translation>蜂窝网络</translation>
    </message>
    <message>
        <source>nothing passes</source>
        <translation>数据不通</translation>
    </message>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>composed</source>
        <translation>已编写</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已受理</translation>
    </message>
    <message>
        <source>routed</source>
        <translation>已路由</translation>
    </message>
    <message>
        <source>written</source>
        <translation>已写出</translation>
    </message>
    <message>
        <source>handled</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已展示</translation>
    </message>
    <message>
        <source>not shown</source>
        <translation>未展示</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>media ready</source>
        <translation>媒体就绪</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>retrying</source>
        <translation>重试中</translation>
    </message>
    <message>
        <source>held</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>死信</translation>
    </message>
    <message>
        <source>evicted</source>
        <translation>已淘汰</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>phone, reported</source>
        <translation>手机，报告</translation>
    </message>
    <message>
        <source>phone, truth</source>
        <translation>手机，真实</translation>
    </message>
    <message>
        <source>in this console or script</source>
        <translation>在本控制台或脚本中</translation>
    </message>
    <message>
        <source>kept by the server&apos;s store</source>
        <translation>已存入服务器的存储</translation>
    </message>
    <message>
        <source>to the node that holds the connection</source>
        <translation>发往持有该连接的节点</translation>
    </message>
    <message>
        <source>attempt %1 (resend)</source>
        <translation>第 %1 次尝试（重发）</translation>
    </message>
    <message>
        <source>attempt 1</source>
        <translation>第 1 次尝试</translation>
    </message>
    <message>
        <source>arrived again: acknowledged again, not shown again</source>
        <translation>再次到达：再次确认，不再展示</translation>
    </message>
    <message>
        <source>its second path is open</source>
        <translation>其第二通路已打开</translation>
    </message>
    <message>
        <source>waits for a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>attempt %1 was not acknowledged; waits for a connection</source>
        <translation>第 %1 次尝试未确认；等待连接</translation>
    </message>
    <message>
        <source>comes back later as a new delivery</source>
        <translation>稍后作为新的投递返回</translation>
    </message>
    <message>
        <source>waits until the phone may be woken</source>
        <translation>等到可以唤醒手机</translation>
    </message>
    <message>
        <source>waits for the next hello, until its time to live ends</source>
        <translation>等待下次握手，直到有效期结束</translation>
    </message>
    <message>
        <source>its time to live ended</source>
        <translation>有效期已结束</translation>
    </message>
    <message>
        <source>made room in a full backlog</source>
        <translation>积压已满，为新投递让位</translation>
    </message>
    <message>
        <source>%1 before it was handled</source>
        <translation>处理前 %1</translation>
    </message>
    <message>
        <source>%1 after it was handled</source>
        <translation>处理后 %1</translation>
    </message>
    <message>
        <source>1 attempt</source>
        <translation>尝试 1 次</translation>
    </message>
    <message>
        <source>%1 attempts</source>
        <translation>尝试 %1 次</translation>
    </message>
    <message>
        <source>acknowledged after %1, %2</source>
        <translation>%1 后确认，%2</translation>
    </message>
    <message>
        <source>%1, not final yet, %2</source>
        <translation>%1，尚无最终状态，%2</translation>
    </message>
    <message>
        <source>%1 does not answer as it should from the first frame on, so it is probably another port. Consoles connect to the admin port of a server (7802 if nobody chose another) or to the control port of a fleet (7803); the device port (7801) is for phones.</source>
        <translation>%1 从第一帧起就没有正确应答，很可能是别的端口。控制台应连接服务器的管理端口（未另行指定时为 7802）或机群的控制端口（7803）；设备端口（7801）供手机使用。</translation>
    </message>
    <message>
        <source>%1 does not accept this token. Check that the token file is the one that it uses, then connect again.</source>
        <translation>%1 不接受此令牌。请确认令牌文件正是它所用的，再重新连接。</translation>
    </message>
    <message>
        <source>%1 is the first of this server and stays: it is the one in its token file.</source>
        <translation>%1 是该服务器的第一个令牌，须保留：它就在服务器的令牌文件中。</translation>
    </message>
    <message>
        <source>%1: the name is taken. Choose another, or remove what has it first.</source>
        <translation>%1：名称已被占用。请换一个，或先移除占用者。</translation>
    </message>
    <message>
        <source>%1: nothing was done, because another number was expected than there is: %2. Look again, then repeat it with that number.</source>
        <translation>%1：未执行任何操作，因为预期数量与实际数量 %2 不符。请再次查看，然后用该数量重试。</translation>
    </message>
    <message>
        <source>%1 is not known to this server. A device is known once it has connected since the server was started; the list of sessions has all that are.</source>
        <translation>该服务器不认识 %1。设备自服务器启动后连接过才会被知道；全部已知设备见会话列表。</translation>
    </message>
    <message>
        <source>%1: nothing under this id waits or is kept on this server. Compare the id with the lists of what waits and of what was given up; what is final can be traced until it is forgotten.</source>
        <translation>%1：该服务器上没有此 ID 的等待或保留内容。请将 ID 与等待列表和死信列表比对；已有最终状态的，在被遗忘前仍可追踪。</translation>
    </message>
    <message>
        <source>%1: nothing waits.</source>
        <translation>%1：没有等待的内容。</translation>
    </message>
    <message>
        <source>%1: this server knows no such device, or no such collection in its account. The list of sessions has the devices; collections are named when the server is started.</source>
        <translation>%1：该服务器不认识此设备，或其账户中没有此集合。设备见会话列表；集合在启动服务器时指定。</translation>
    </message>
    <message>
        <source>%1: there is nothing of this name. The list of tokens has all names.</source>
        <translation>%1：没有此名称。全部名称见令牌列表。</translation>
    </message>
    <message>
        <source>%1 is not known to this server.</source>
        <translation>该服务器不认识 %1。</translation>
    </message>
</context>
<context>
    <name>TargetList</name>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>无法读取 %1：%2。</translation>
    </message>
    <message>
        <source>%1 has more than %2 lines.</source>
        <translation>%1 超过 %2 行。</translation>
    </message>
    <message>
        <source>%1, line %2: “%3” cannot be a device id: 1 to %4 bytes without control characters.</source>
        <translation>%1，第 %2 行：“%3”不能作为设备 ID：应为 1 至 %4 字节，且不含控制字符。</translation>
    </message>
    <message>
        <source>%1 names more than the %2 devices of one push. Send it in parts.</source>
        <translation>%1 列出的设备超过一次推送的上限 %2 个。请分批发送。</translation>
    </message>
    <message>
        <source>%1 names no device. Write one device id a line.</source>
        <translation>%1 没有列出设备。请每行写一个设备 ID。</translation>
    </message>
</context>
<context>
    <name>TimeAxis</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>−%1 h</source>
        <translation>−%1 小时</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <translation>−%1 分</translation>
    </message>
    <message>
        <source>−%1 s</source>
        <translation>−%1 秒</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>TokenReader</name>
    <message>
        <source>no token file is named</source>
        <translation>未指定令牌文件</translation>
    </message>
    <message>
        <source>%1: holds no token on its first line</source>
        <translation>%1：第一行没有令牌</translation>
    </message>
</context>
<context>
    <name>Trust</name>
    <message>
        <source>%1: holds no certificates in PEM</source>
        <translation>%1：不含 PEM 证书</translation>
    </message>
</context>
<context>
    <name>pushscope::AdvisorPanel</name>
    <message>
        <source>Advisor</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Which heartbeat interval to choose, and what is known in support of it</source>
        <translation>应选哪个心跳间隔，以及依据是什么</translation>
    </message>
    <message>
        <source>Wakes a day that a phone may spend on heartbeats</source>
        <translation>手机每天可用于心跳的唤醒次数</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Connections by this network alone. Which it is, only a fleet knows of its phones</source>
        <translation>只看该网络的连接。是哪种网络，只有机群知道自己的手机</translation>
    </message>
    <message>
        <source>Beats that passed and beats that found no connection, by the silence before them</source>
        <translation>送达的心跳与发现连接已断的心跳，按之前的静默时长</translation>
    </message>
    <message>
        <source>&amp;Wakes a day for heartbeats</source>
        <translation>每天用于心跳的唤醒(&amp;W)</translation>
    </message>
    <message>
        <source>Seen: %1 wakes for heartbeats alone, %2 for pushes; %3 of %4 beats found no connection.</source>
        <translation>已观察：仅因心跳唤醒 %1 次，因推送 %2 次；%4 次心跳中有 %3 次发现连接已断。</translation>
    </message>
    <message>
        <source>For all phones of a server: %1
For one device: %2</source>
        <translation>对服务器的全部手机：%1
对单个设备：%2</translation>
    </message>
    <message>
        <source>Advisor on or off</source>
        <translation>打开或关闭建议</translation>
    </message>
</context>
<context>
    <name>pushscope::AlertBadge</name>
    <message>
        <source>Alerts of the live feed that fire and are not muted. Opens their page.</source>
        <translation>实时数据中正在告警且未静音的规则。点击打开告警页。</translation>
    </message>
    <message>
        <source>1 alert</source>
        <translation>1 条告警</translation>
    </message>
    <message>
        <source>%1 alerts</source>
        <translation>%1 条告警</translation>
    </message>
</context>
<context>
    <name>pushscope::AlertBar</name>
    <message>
        <source>Opens the page of the alerts</source>
        <translation>打开告警页</translation>
    </message>
    <message>
        <source>Hides this until another alert is raised. A rule can be muted on the page of the alerts.</source>
        <translation>隐藏，直到下一次告警触发。规则可在告警页静音。</translation>
    </message>
    <message>
        <source>  (and %1 more)</source>
        <translation>  （另有 %1 条）</translation>
    </message>
    <message>
        <source>Show alerts</source>
        <translation>显示告警</translation>
    </message>
    <message>
        <source>Hide alerts</source>
        <translation>隐藏告警</translation>
    </message>
</context>
<context>
    <name>pushscope::AlertDesk</name>
    <message>
        <source>Alert: %1</source>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>Alert over: %1</source>
        <translation>告警解除：%1</translation>
    </message>
</context>
<context>
    <name>pushscope::AlertForm</name>
    <message>
        <source>Name of the rule</source>
        <translation>规则名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What you are told when it is raised</source>
        <translation>触发时显示的文字</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>How bad it is: its colour and shape</source>
        <translation>严重程度：决定颜色和形状</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>It is watched and kept in the list, and nobody is told</source>
        <translation>继续监视并保留在列表中，但不通知任何人</translation>
    </message>
    <message>
        <source>What is watched</source>
        <translation>监视对象</translation>
    </message>
    <message>
        <source>How many rows a query finds, or a number of the console</source>
        <translation>查询命中的行数，或控制台的一项指标</translation>
    </message>
    <message>
        <source>Number of %1</source>
        <translation>%1数量</translation>
    </message>
    <message>
        <source>Query of the rows that are counted</source>
        <translation>所统计行的查询</translation>
    </message>
    <message>
        <source>Query: empty counts all</source>
        <translation>查询：留空则统计全部</translation>
    </message>
    <message>
        <source>Above or below the threshold</source>
        <translation>高于或低于阈值</translation>
    </message>
    <message>
        <source>above</source>
        <translation>高于</translation>
    </message>
    <message>
        <source>below</source>
        <translation>低于</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>10</source>
        <translation>10</translation>
    </message>
    <message>
        <source>A whole number, or a duration such as 500ms</source>
        <translation>整数，或时长，例如 500ms</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>持续多久</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>Raised when it is so for so long, such as 10s</source>
        <translation>持续这么久才触发，例如 10s</translation>
    </message>
    <message>
        <source>Clears at</source>
        <translation>解除值</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Cleared when the number is back here, which keeps it from coming and going</source>
        <translation>数值回到此处即解除，避免反复触发</translation>
    </message>
    <message>
        <source>Clears after</source>
        <translation>解除前保持</translation>
    </message>
    <message>
        <source>and stays there for so long, such as 1m</source>
        <translation>并保持这么久，例如 1m</translation>
    </message>
    <message>
        <source>Watch this from now on (Enter)</source>
        <translation>从现在起监视（Enter）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forget what was typed</source>
        <translation>放弃所填内容</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>监视</translation>
    </message>
    <message>
        <source>where</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>触发</translation>
    </message>
    <message>
        <source>for</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>clear at</source>
        <translation>解除于</translation>
    </message>
    <message>
        <source>after</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Save rule</source>
        <translation>保存规则</translation>
    </message>
</context>
<context>
    <name>pushscope::AlertsPage</name>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>There is no rule. New rule… makes one; so does a cell of a table, by its menu.</source>
        <translation>没有规则。用“新建规则…”创建；也可从表格单元格的菜单创建。</translation>
    </message>
    <message>
        <source>New rule…</source>
        <translation>新建规则…</translation>
    </message>
    <message>
        <source>Write a rule; a cell of a table begins one, too, by its menu</source>
        <translation>编写规则；也可从表格单元格的菜单开始</translation>
    </message>
    <message>
        <source>Change the selected rule (Enter)</source>
        <translation>更改所选规则（Enter）</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Go on watching it, and tell nobody</source>
        <translation>继续监视，但不通知任何人</translation>
    </message>
    <message>
        <source>Forget the selected rule</source>
        <translation>删除所选规则</translation>
    </message>
    <message>
        <source>Desktop notices</source>
        <translation>桌面通知</translation>
    </message>
    <message>
        <source>Tells the desktop, too, where it has a place for that: a rule once a minute at most</source>
        <translation>在桌面支持时也通知桌面：每条规则每分钟至多一次</translation>
    </message>
    <message>
        <source>Query: words, or severity:critical end:firing lasted&gt;1m  (Ctrl+F)</source>
        <translation>查询：词语，或 severity:critical end:firing lasted&gt;1m  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the alerts</source>
        <translation>告警的查询</translation>
    </message>
    <message>
        <source>Show rows</source>
        <translation>显示相关行</translation>
    </message>
    <message>
        <source>Opens the page with the query of the rule, and selects the devices that made it</source>
        <translation>按规则的查询打开相应页面，并选中引发它的设备</translation>
    </message>
    <message>
        <source>Go to time</source>
        <translation>转到该时间</translation>
    </message>
    <message>
        <source>Moves the time cursor of the recording to where it was raised</source>
        <translation>把录制的时间游标移到触发时刻</translation>
    </message>
    <message>
        <source>What fired</source>
        <translation>告警记录</translation>
    </message>
    <message>
        <source>This cannot be read: %1
%2</source>
        <translation>无法读取：%1
%2</translation>
    </message>
    <message>
        <source>There are %1 rules, as many as there may be. Delete one first.</source>
        <translation>已有 %1 条规则，达到上限。请先删除一条。</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>取消静音</translation>
    </message>
    <message>
        <source>%1. Beyond since %2, raised %3, at worst %4.</source>
        <translation>%1。越界始于 %2，触发于 %3，最坏 %4。</translation>
    </message>
    <message>
        <source> Made by %1.</source>
        <translation>来源：%1。</translation>
    </message>
    <message>
        <source>No alert matches the query. Clear it to see all.</source>
        <translation>没有告警符合查询。清空查询可看到全部。</translation>
    </message>
    <message>
        <source>Nothing fired since this console looks on.</source>
        <translation>自本控制台观察以来没有告警。</translation>
    </message>
    <message>
        <source>Nothing fired yet in what was played of this recording.</source>
        <translation>在已回放的部分中尚无告警。</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Edit rule…</source>
        <translation>编辑规则…</translation>
    </message>
    <message>
        <source>Delete rule</source>
        <translation>删除规则</translation>
    </message>
    <message>
        <source>Desktop notices on or off</source>
        <translation>打开或关闭桌面通知</translation>
    </message>
    <message>
        <source>Tells the desktop of alerts, too, or not</source>
        <translation>告警时是否也通知桌面</translation>
    </message>
    <message>
        <source>Finish the rule below first</source>
        <translation>请先完成下方的规则</translation>
    </message>
    <message>
        <source>Select a rule first</source>
        <translation>请先选择一条规则</translation>
    </message>
    <message>
        <source>This rule cannot be read: edit it first</source>
        <translation>此规则无法读取：请先编辑</translation>
    </message>
    <message>
        <source>Select an alert that fired first</source>
        <translation>请先选择一条告警记录</translation>
    </message>
</context>
<context>
    <name>pushscope::BugReport</name>
    <message>
        <source>The recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>what is shown was replaced meanwhile</source>
        <translation>所显示的内容在此期间已被替换</translation>
    </message>
    <message>
        <source>tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>The table %1 has its first %2 of %3 rows.</source>
        <translation>表格 %1 含全部 %3 行中的前 %2 行。</translation>
    </message>
    <message>
        <source>manifest</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>There is no recording in it, because nothing was connected.</source>
        <translation>其中没有录制，因为没有任何连接。</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>The recording ends early, because it reached %1.</source>
        <translation>录制提前结束，因为已达到 %1。</translation>
    </message>
    <message>
        <source>There are no pictures in it: %1</source>
        <translation>其中没有图片：%1</translation>
    </message>
    <message>
        <source>the program pushscope is missing beside this one.</source>
        <translation>本程序旁缺少程序 pushscope。</translation>
    </message>
    <message>
        <source>the program pushscope could not be started: %1.</source>
        <translation>程序 pushscope 无法启动：%1。</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>the program pushscope took too long.</source>
        <translation>程序 pushscope 用时过长。</translation>
    </message>
    <message>
        <source>the program pushscope could not make them. %1</source>
        <translation>程序 pushscope 未能生成图片。%1</translation>
    </message>
    <message>
        <source>A bug report of Pushscope, made %1 by %2.</source>
        <translation>Pushscope 问题报告，由 %2 生成于 %1。</translation>
    </message>
    <message>
        <source>To see what was seen, with a time cursor over all pages:</source>
        <translation>要查看当时所见，并在所有页面上使用时间游标：</translation>
    </message>
    <message>
        <source>or Recording → Open recording in a console that runs. Nothing needs to be unpacked.</source>
        <translation>或在运行中的控制台选择 录制 → 打开录制。无需解压。</translation>
    </message>
    <message>
        <source>manifest.json   what this is: versions, selection, size and SHA-256 of each file</source>
        <translation>manifest.json   内容说明：版本、所选、各文件的大小和 SHA-256</translation>
    </message>
    <message>
        <source>ladder.*        what became of the selected push, stage by stage</source>
        <translation>ladder.*        所选推送的经过，逐阶段</translation>
    </message>
    <message>
        <source>log.txt         what the console said</source>
        <translation>log.txt         控制台日志</translation>
    </message>
    <message>
        <source>pictures/       every page at the end of the recording</source>
        <translation>pictures/       录制结束时的每个页面</translation>
    </message>
    <message>
        <source>tables/         rows as they were shown, for a spreadsheet</source>
        <translation>tables/         当时所示的各行，可用电子表格打开</translation>
    </message>
    <message>
        <source>Ids of devices are replaced: device-3f2a91 is the same device in every file.</source>
        <translation>设备 ID 已替换：device-3f2a91 在每个文件中都是同一设备。</translation>
    </message>
    <message>
        <source>Ids of devices are in it as they are, also in the recording.</source>
        <translation>设备 ID 保持原样，录制中也一样。</translation>
    </message>
    <message>
        <source>Addresses and names of clients are replaced in the same way.</source>
        <translation>地址和客户端名称以同样方式替换。</translation>
    </message>
    <message>
        <source>Addresses and names of clients are in it as they are, also in the recording.</source>
        <translation>地址和客户端名称保持原样，录制中也一样。</translation>
    </message>
    <message>
        <source>Payloads and credentials are never in it.</source>
        <translation>其中从不包含载荷和凭据。</translation>
    </message>
    <message>
        <source>The note of who made it is in manifest.json.</source>
        <translation>报告者的备注在 manifest.json 中。</translation>
    </message>
    <message>
        <source>archive</source>
        <translation>压缩包</translation>
    </message>
    <message>
        <source>It has the ladders of %1 of the %2 devices to which the push went.</source>
        <translation>其中有该推送所到 %2 台设备中 %1 台的轨迹。</translation>
    </message>
</context>
<context>
    <name>pushscope::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keyboard shortcuts: type a name or a page</source>
        <translation>快捷键：输入名称或页面</translation>
    </message>
    <message>
        <source>What do you want to do? A command, page, view, connection or device</source>
        <translation>想做什么？输入命令、页面、视图、连接或设备</translation>
    </message>
    <message>
        <source>Nothing is called “%1”. Fewer letters find more; each word has to be found.</source>
        <translation>没有名为“%1”的项。少输几个字可找到更多；每个词都须匹配。</translation>
    </message>
    <message>
        <source>Not now: %1</source>
        <translation>当前不可用：%1</translation>
    </message>
</context>
<context>
    <name>pushscope::CompareDialog</name>
    <message>
        <source>Round trip</source>
        <translation>往返时延</translation>
    </message>
    <message>
        <source>Acknowledgement</source>
        <translation>确认时延</translation>
    </message>
    <message>
        <source>Wake latency</source>
        <translation>唤醒时延</translation>
    </message>
    <message>
        <source>Compare recordings</source>
        <translation>比较录制</translation>
    </message>
    <message>
        <source>A, before</source>
        <translation>A，之前</translation>
    </message>
    <message>
        <source>B, after</source>
        <translation>B，之后</translation>
    </message>
    <message>
        <source>How much of each</source>
        <translation>各取多长</translation>
    </message>
    <message>
        <source>How much of each recording, back from its time or its end, for example 90s, 10m or 8h</source>
        <translation>每个录制取多长，从指定时间或结尾往前算，例如 90s、10m 或 8h</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>What grew by more is worse, what shrank as much is better</source>
        <translation>增幅超过它为变差，降幅达到同样程度为变好</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Reads both and compares them (Enter)</source>
        <translation>读取两者并比较（Enter）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stops reading; what was compared before stays</source>
        <translation>停止读取；之前的比较结果保留</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>The figures as they are shown</source>
        <translation>当前所示的各项指标</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>The last</source>
        <translation>各取最后</translation>
    </message>
    <message>
        <source>of each; worse beyond</source>
        <translation>；变差超过</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Choose two recordings, or two times of one. What differs appears here, the worst first.</source>
        <translation>请选择两个录制，或同一录制的两个时间。差异显示在这里，变差最多的在前。</translation>
    </message>
    <message>
        <source>A recording, or a bug report with one</source>
        <translation>录制，或含录制的问题报告</translation>
    </message>
    <message>
        <source>Until, of %1</source>
        <translation>截至时间：%1</translation>
    </message>
    <message>
        <source>its end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>Until so long after its beginning, for example 25m; nothing: until its end</source>
        <translation>截至开头之后多久，例如 25m；留空：截至结尾</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a file for %1</source>
        <translation>选择文件：%1</translation>
    </message>
    <message>
        <source>until</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>Choose a recording</source>
        <translation>选择录制</translation>
    </message>
    <message>
        <source>Recordings and bug reports (*.psrec *.zip)</source>
        <translation>录制和问题报告 (*.psrec *.zip)</translation>
    </message>
    <message>
        <source>Choose a recording.</source>
        <translation>请选择一个录制。</translation>
    </message>
    <message>
        <source>“%1” is no time since the beginning; write for example 90s or 25m.</source>
        <translation>“%1”不是距开头的时间；例如可写 90s 或 25m。</translation>
    </message>
    <message>
        <source>“%1” is no duration; write for example 90s, 10m or 8h.</source>
        <translation>“%1”不是时长；例如可写 90s、10m 或 8h。</translation>
    </message>
    <message>
        <source>Nothing got worse; %1 of %2 figures got better.</source>
        <translation>没有指标变差；%2 项指标中 %1 项变好。</translation>
    </message>
    <message>
        <source>%1 of %2 figures got worse, %3 got better; the worst: %4.</source>
        <translation>%2 项指标中 %1 项变差，%3 项变好；最差：%4。</translation>
    </message>
    <message>
        <source>%1 until %2</source>
        <translation>%1，截至 %2</translation>
    </message>
    <message>
        <source>A: %1. B: %2.</source>
        <translation>A：%1。B：%2。</translation>
    </message>
</context>
<context>
    <name>pushscope::ComposePage</name>
    <message>
        <source>Device ids, one a line</source>
        <translation>设备 ID，每行一个</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>Query: words, or verdict:FAIL state:retrying ack&gt;1s  (Ctrl+F)</source>
        <translation>查询：词语，或 verdict:未通过 state:retrying ack&gt;1s  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the deliveries</source>
        <translation>投递的查询</translation>
    </message>
    <message>
        <source>The ladder of the chosen delivery appears here.</source>
        <translation>所选投递的轨迹显示在这里。</translation>
    </message>
    <message>
        <source>Expected “%1”: %2.</source>
        <translation>预期“%1”：%2。</translation>
    </message>
    <message>
        <source>Send to %1 devices</source>
        <translation>发送到 %1 个设备</translation>
    </message>
    <message>
        <source>This is a replay: nothing can be sent into the past. Go back to live first (Ctrl+L).</source>
        <translation>这是回放：不能向过去发送。请先返回实时（Ctrl+L）。</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>No server is connected, so nothing was sent. The text stays here; send it when the status bar shows a live server.</source>
        <translation>没有连接服务器，因此没有发送。文字保留在此；待状态栏显示有实时服务器时再发送。</translation>
    </message>
    <message>
        <source>No delivery matches the query. Clear it to see all.</source>
        <translation>没有投递符合查询。清空查询可看到全部。</translation>
    </message>
    <message>
        <source>What you send appears here, one row for each device.</source>
        <translation>发送的内容显示在这里，每个设备一行。</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>试运行</translation>
    </message>
    <message>
        <source>Says what sending would do, and sends nothing</source>
        <translation>说明发送会有什么结果，但不发送</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>存为模板(&amp;S)…</translation>
    </message>
    <message>
        <source>Keeps all but the targets under a name</source>
        <translation>以一个名称保存除目标外的全部内容</translation>
    </message>
    <message>
        <source>Devices from a &amp;file…</source>
        <translation>从文件读取设备(&amp;F)…</translation>
    </message>
    <message>
        <source>The targets: device ids, one a line</source>
        <translation>目标：设备 ID，每行一个</translation>
    </message>
    <message>
        <source>&amp;Copy as pushctl</source>
        <translation>复制为 pushctl 命令(&amp;C)</translation>
    </message>
    <message>
        <source>The same push as a line for a shell</source>
        <translation>同一推送的 shell 命令行</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Templates, pushes that were sent before, devices from a file, the line for pushctl</source>
        <translation>模板、以前发送的推送、从文件读取设备、pushctl 命令行</translation>
    </message>
    <message>
        <source>More about this push</source>
        <translation>此推送的更多操作</translation>
    </message>
    <message>
        <source>Stop (%1 of %2)</source>
        <translation>停止（%1/%2）</translation>
    </message>
    <message>
        <source>The line for pushctl was copied. It names no token file: add --token-file, or use a context.</source>
        <translation>已复制 pushctl 命令行。其中没有令牌文件：请加 --token-file，或使用 context。</translation>
    </message>
    <message>
        <source>&amp;Use template</source>
        <translation>使用模板(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Delete template</source>
        <translation>删除模板(&amp;D)</translation>
    </message>
    <message>
        <source>The template “%1” was deleted.</source>
        <translation>模板“%1”已删除。</translation>
    </message>
    <message>
        <source>Sent &amp;before</source>
        <translation>以前发送的(&amp;B)</translation>
    </message>
    <message>
        <source>The template “%1” cannot be read: the settings file is damaged there. Delete it, or save it anew.</source>
        <translation>模板“%1”无法读取：设置文件该处已损坏。请删除它，或重新保存。</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>存为模板</translation>
    </message>
    <message>
        <source>Name of this template, which keeps all but the targets; one of the same name is replaced:</source>
        <translation>模板的名称，保存除目标外的全部内容；同名的将被替换：</translation>
    </message>
    <message>
        <source>Saved as the template “%1”.</source>
        <translation>已保存为模板“%1”。</translation>
    </message>
</context>
<context>
    <name>pushscope::ConnectForm</name>
    <message>
        <source>Add a &amp;server</source>
        <translation>添加服务器(&amp;S)</translation>
    </message>
    <message>
        <source>One more row, for the admin port of a server</source>
        <translation>再加一行，填服务器的管理端口</translation>
    </message>
    <message>
        <source>Add a f&amp;leet</source>
        <translation>添加机群(&amp;L)</translation>
    </message>
    <message>
        <source>One more row, for the control port of a pushfleet</source>
        <translation>再加一行，填 pushfleet 的控制端口</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Keeps these servers and fleets, and how the window looks with them, under a name</source>
        <translation>以该名称保存这些服务器和机群，以及对应的窗口布局</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connect to all of them (Enter). Those that are connected already stay so, others are ended</source>
        <translation>连接全部（Enter）。已连接的保持不变，其余断开</translation>
    </message>
    <message>
        <source>There are %1 rows, as many as there may be</source>
        <translation>已有 %1 行，达到上限</translation>
    </message>
</context>
<context>
    <name>pushscope::ConnectPage</name>
    <message>
        <source>A server and 200 simulated phones on this computer, gone when the window closes.</source>
        <translation>本机上的一个服务器和 200 部模拟手机，关闭窗口即消失。</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Connect to servers and fleets</source>
        <translation>连接到服务器和机群</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
</context>
<context>
    <name>pushscope::Console</name>
    <message>
        <source>there is no connection profile “%1”; pushctl context list names them</source>
        <translation>没有连接配置“%1”；pushctl context list 会列出它们</translation>
    </message>
    <message>
        <source>The sandbox needs a temporary file: %1.</source>
        <translation>沙箱需要一个临时文件：%1。</translation>
    </message>
</context>
<context>
    <name>pushscope::ConsoleContext</name>
    <message>
        <source>Alert on %1…</source>
        <translation>为%1设置告警…</translation>
    </message>
    <message>
        <source>Push %1: %2</source>
        <translation>推送 %1：%2</translation>
    </message>
    <message>
        <source>%1: not done, because this is a replay.</source>
        <translation>%1：未执行，因为这是回放。</translation>
    </message>
    <message>
        <source>done for 1 delivery</source>
        <translation>已处理 1 个投递</translation>
    </message>
    <message>
        <source>done for %1 deliveries</source>
        <translation>已处理 %1 个投递</translation>
    </message>
    <message>
        <source>1 had ended meanwhile</source>
        <translation>1 个在此期间已结束</translation>
    </message>
    <message>
        <source>%1 had ended meanwhile</source>
        <translation>%1 个在此期间已结束</translation>
    </message>
    <message>
        <source>refused for %1</source>
        <translation>%1 个被拒绝</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Purge: not done, because this is a replay.</source>
        <translation>清空：未执行，因为这是回放。</translation>
    </message>
    <message>
        <source>Purge: 1 delivery was cancelled.</source>
        <translation>清空：已取消 1 个投递。</translation>
    </message>
    <message>
        <source>Purge: %1 deliveries were cancelled.</source>
        <translation>清空：已取消 %1 个投递。</translation>
    </message>
    <message>
        <source>Purge: nothing was done, because not as many wait as were counted (%1). Look again, then repeat it.</source>
        <translation>清空：未执行，因为等待的数量与所统计的不同（%1）。请重新查看，再执行一次。</translation>
    </message>
    <message>
        <source>The purge</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>The push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>The fleet</source>
        <translation>机群</translation>
    </message>
    <message>
        <source>%1: done.</source>
        <translation>%1：已完成。</translation>
    </message>
    <message>
        <source>1 phone</source>
        <translation>1 部手机</translation>
    </message>
    <message>
        <source>%1 phones</source>
        <translation>%1 部手机</translation>
    </message>
    <message>
        <source>%1: %2; the fleet does not know %3.</source>
        <translation>%1：%2；机群不认识 %3 部。</translation>
    </message>
    <message>
        <source>Accepted for 1 device.</source>
        <translation>已为 1 个设备受理。</translation>
    </message>
    <message>
        <source>Accepted for %1 devices.</source>
        <translation>已为 %1 个设备受理。</translation>
    </message>
    <message>
        <source> Refused for %1: %2</source>
        <translation>被拒绝 %1 个：%2</translation>
    </message>
    <message>
        <source>No server was connected at this time of the recording. Move the time cursor.</source>
        <translation>录制在该时刻没有连接服务器。请移动时间游标。</translation>
    </message>
    <message>
        <source>Not connected to any server. Choose File → Connect, or start a sandbox.</source>
        <translation>没有连接任何服务器。请选择 文件 → 连接，或启动沙箱。</translation>
    </message>
    <message>
        <source>No server is connected; the status bar says why.</source>
        <translation>没有连接服务器；原因见状态栏。</translation>
    </message>
    <message>
        <source>Alert on the current cell…</source>
        <translation>为当前单元格设置告警…</translation>
    </message>
    <message>
        <source>Begins a rule that watches for rows with this value</source>
        <translation>新建规则，监视含此值的行</translation>
    </message>
    <message>
        <source>Choose a cell first whose value a rule can watch for</source>
        <translation>请先选择一个单元格，其值须可由规则监视</translation>
    </message>
    <message>
        <source>Stopped after %1 of %2.</source>
        <translation>已停止，完成 %1/%2。</translation>
    </message>
    <message>
        <source>%1 of %2 pushes were left out, because this computer was too late with them.</source>
        <translation>%2 条推送中有 %1 条被略去，因为本机来不及发送。</translation>
    </message>
    <message>
        <source>No server is connected any more: %1 of %2 were sent, the rest is given up.</source>
        <translation>已没有连接任何服务器：%2 条中已发送 %1 条，其余放弃。</translation>
    </message>
</context>
<context>
    <name>pushscope::DeviceActions</name>
    <message>
        <source>Push…</source>
        <translation>推送…</translation>
    </message>
    <message>
        <source>Compose a push to the selected devices</source>
        <translation>编写发往所选设备的推送</translation>
    </message>
    <message>
        <source>History of this device</source>
        <translation>该设备的历史</translation>
    </message>
    <message>
        <source>Its sessions that are over, as servers know them</source>
        <translation>其已结束的会话，以服务器所知为准</translation>
    </message>
    <message>
        <source>Push to %1…</source>
        <translation>推送到 %1 个设备…</translation>
    </message>
    <message>
        <source>Select one device first</source>
        <translation>请先选择一个设备</translation>
    </message>
    <message>
        <source>Not in a replay: go back to live first (Ctrl+L)</source>
        <translation>回放中不可用：请先返回实时（Ctrl+L）</translation>
    </message>
    <message>
        <source>Only for simulated phones: select one first</source>
        <translation>仅限模拟手机：请先选择一部</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>What can be done to the selected simulated phones; also by the right button or the menu key in the table</source>
        <translation>可对所选模拟手机执行的操作；在表格中按右键或菜单键也可</translation>
    </message>
</context>
<context>
    <name>pushscope::ExportActions</name>
    <message>
        <source>%1 · REPLAY</source>
        <translation>%1 · 回放</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · pushscope %4</source>
        <translation>%1 · %2 · %3 · pushscope %4</translation>
    </message>
    <message>
        <source>no server</source>
        <translation>无服务器</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON lines (*.jsonl)</source>
        <translation>CSV (*.csv);;JSON lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Its server was left meanwhile.</source>
        <translation>在此期间已断开其服务器。</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>PNG (*.png);;SVG (*.svg)</source>
        <translation>PNG (*.png);;SVG (*.svg)</translation>
    </message>
    <message>
        <source>How many times larger than on the screen</source>
        <translation>比屏幕上大几倍</translation>
    </message>
    <message>
        <source>S&amp;cale:</source>
        <translation>倍数(&amp;C)：</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The file could not be written. %1</source>
        <translation>无法写入文件。%1</translation>
    </message>
    <message>
        <source>Push %1 to %2</source>
        <translation>推送 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>pushscope::FleetPage</name>
    <message>
        <source>Query: words, or truth~≠ net:airplane profile:ios notice~banner  (Ctrl+F)</source>
        <translation>查询：词语，或 truth~≠ net:airplane profile:ios notice~banner  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the phones</source>
        <translation>手机的查询</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Differing</source>
        <translation>不符</translation>
    </message>
    <message>
        <source>Only phones of which the server believes something that is not so</source>
        <translation>只看服务器判断与实际不符的手机</translation>
    </message>
    <message>
        <source>Newest notifications</source>
        <translation>最新通知</translation>
    </message>
    <message>
        <source>Sorts by the last local notification, the newest first</source>
        <translation>按最近一次本地通知排序，最新的在前</translation>
    </message>
    <message>
        <source>No phone matches the query. Clear it to see all %1.</source>
        <translation>没有手机符合查询。清空查询可看到全部 %1 部。</translation>
    </message>
    <message>
        <source>No fleet is connected, so nothing is known of any phone but what its server believes. Name the control port of a pushfleet when you connect, or start a sandbox.</source>
        <translation>没有连接机群，因此除服务器的判断外，对手机一无所知。连接时请填写 pushfleet 的控制端口，或启动沙箱。</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>机群</translation>
    </message>
    <message>
        <source>Phones of the notification centre</source>
        <translation>通知中心的手机</translation>
    </message>
    <message>
        <source>Whose notifications are shown; of all phones while none is selected</source>
        <translation>显示哪些手机的通知；未选择手机时为全部</translation>
    </message>
    <message>
        <source>selected phones</source>
        <translation>所选手机</translation>
    </message>
    <message>
        <source>all phones</source>
        <translation>全部手机</translation>
    </message>
    <message>
        <source>Ladder of the notification</source>
        <translation>该通知的轨迹</translation>
    </message>
    <message>
        <source>The way of the push that caused the selected notification</source>
        <translation>引发所选通知的推送的经过</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Notification centre of all phones</source>
        <translation>全部手机的通知中心</translation>
    </message>
    <message>
        <source>Notification centre of %1</source>
        <translation>%1 的通知中心</translation>
    </message>
    <message>
        <source>Notification centre of %1 phones</source>
        <translation>%1 部手机的通知中心</translation>
    </message>
    <message>
        <source>Select a notification that a push caused</source>
        <translation>请选择一条由推送引发的通知</translation>
    </message>
    <message>
        <source>Fleets tell what their users saw; none is connected.</source>
        <translation>用户看到了什么由机群告知；目前没有连接机群。</translation>
    </message>
    <message>
        <source>Nothing was shown yet. A push makes a notification once the app has handled it.</source>
        <translation>尚未展示任何通知。应用处理推送之后才会产生通知。</translation>
    </message>
</context>
<context>
    <name>pushscope::HeartbeatPage</name>
    <message>
        <source>Lines of which devices</source>
        <translation>哪些设备的曲线</translation>
    </message>
    <message>
        <source>Lines of all devices together, or p50 and p99 of each kind of phone or each node</source>
        <translation>全部设备合在一起的曲线，或每种机型、每个节点的 p50 和 p99</translation>
    </message>
    <message>
        <source>all devices</source>
        <translation>全部设备</translation>
    </message>
    <message>
        <source>by profile</source>
        <translation>按机型</translation>
    </message>
    <message>
        <source>by node</source>
        <translation>按节点</translation>
    </message>
    <message>
        <source>Round trip of heartbeats</source>
        <translation>心跳往返时延</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>No heartbeat was measured in this time. The first round trip comes with the first hello.</source>
        <translation>这段时间没有测得心跳。首次握手之后才有第一个往返时延。</translation>
    </message>
    <message>
        <source>No server is connected, so there are no heartbeats to show.</source>
        <translation>没有连接服务器，因此没有心跳可显示。</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>p90</source>
        <translation>p90</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>Round trip of heartbeats by node: p99 solid, p50 dotted</source>
        <translation>各节点的心跳往返时延：p99 实线，p50 点线</translation>
    </message>
    <message>
        <source>Round trip of heartbeats by profile: p99 solid, p50 dotted</source>
        <translation>各机型的心跳往返时延：p99 实线，p50 点线</translation>
    </message>
    <message>
        <source>%1; of %2 of %3 beats</source>
        <translation>%1；%3 次心跳中的 %2 次</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未告知</translation>
    </message>
    <message>
        <source>%1. Whose they are is not kept any more: there are too many beats to keep each for so long.</source>
        <translation>%1。属于哪些设备已不再保留：心跳太多，无法逐条保留这么久。</translation>
    </message>
    <message>
        <source>%1, of 1 device</source>
        <translation>%1，来自 1 个设备</translation>
    </message>
    <message>
        <source>%1, of %2 devices</source>
        <translation>%1，来自 %2 个设备</translation>
    </message>
    <message>
        <source>%1, as far as is known: of %2 of these beats</source>
        <translation>%1，以已知为限：其中 %2 次心跳</translation>
    </message>
    <message>
        <source>Heartbeats</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>p50&#xa0;%1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>p99&#xa0;%1</source>
        <translation>p99 %1</translation>
    </message>
    <message>
        <source>%1&#xa0;beats</source>
        <translation>%1 次心跳</translation>
    </message>
    <message>
        <source>1&#xa0;missed</source>
        <translation>丢失 1</translation>
    </message>
    <message>
        <source>%1&#xa0;missed</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>1&#xa0;connection&#xa0;ended</source>
        <translation>断开 1 个连接</translation>
    </message>
    <message>
        <source>%1&#xa0;connections&#xa0;ended</source>
        <translation>断开 %1 个连接</translation>
    </message>
    <message>
        <source>now&#xa0;%1&#xa0;beats/s</source>
        <translation>当前心跳 %1 次/秒</translation>
    </message>
    <message>
        <source>Missed beats and connections that ended, per second</source>
        <translation>每秒丢失的心跳和断开的连接</translation>
    </message>
</context>
<context>
    <name>pushscope::HeatmapView</name>
    <message>
        <source>Heatmap of heartbeats by latency and time</source>
        <translation>心跳时延与时间的热力图</translation>
    </message>
    <message>
        <source>No heartbeat was measured in this time</source>
        <translation>这段时间没有测得心跳</translation>
    </message>
</context>
<context>
    <name>pushscope::Inspector</name>
    <message>
        <source>Select a device to see all that is known of it.</source>
        <translation>选择一个设备，查看它的全部已知信息。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>What the server believes</source>
        <translation>服务器的判断</translation>
    </message>
    <message>
        <source>What the fleet knows of its phone; ≠ where the server believes otherwise</source>
        <translation>机群所知的手机真实状态；≠ 表示与服务器的判断不同</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>已延续</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>%1; it keeps itself awake</source>
        <translation>%1；它使自己一直醒着</translation>
    </message>
    <message>
        <source>%1 devices selected</source>
        <translation>已选 %1 个设备</translation>
    </message>
</context>
<context>
    <name>pushscope::KnownConnections</name>
    <message>
        <source>fleet %1</source>
        <translation>机群 %1</translation>
    </message>
    <message>
        <source>Known connections</source>
        <translation>已知连接</translation>
    </message>
    <message>
        <source>Enter connects, F2 renames, Delete forgets</source>
        <translation>Enter 连接，F2 重命名，Delete 忘记</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>连接(&amp;O)</translation>
    </message>
    <message>
        <source>Connect to all of its servers and fleets (Enter)</source>
        <translation>连接到它的全部服务器和机群（Enter）</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Puts its servers and fleets into the form below</source>
        <translation>把它的服务器和机群填入下面的表单</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>Gives it a name (F2)</source>
        <translation>给它一个名称（F2）</translation>
    </message>
    <message>
        <source>For&amp;get</source>
        <translation>忘记(&amp;G)</translation>
    </message>
    <message>
        <source>Takes it off this list; nothing happens to its servers (Delete)</source>
        <translation>从列表中移除；对其服务器没有影响（Delete）</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>And %1 more.</source>
        <translation>另有 %1 个。</translation>
    </message>
    <message>
        <source>Choose a connection first</source>
        <translation>请先选择一个连接</translation>
    </message>
</context>
<context>
    <name>pushscope::LadderPage</name>
    <message>
        <source>Find a push by its id, then Enter</source>
        <translation>按推送 ID 查找，然后按 Enter</translation>
    </message>
    <message>
        <source>Id of a push</source>
        <translation>推送的 ID</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>No push was sent yet. Send one on the Push page, or find an older one by its id above.</source>
        <translation>尚未发送推送。请在“推送”页发送，或在上方按 ID 查找较早的推送。</translation>
    </message>
    <message>
        <source>“%1” is not the id of a push: 36 characters such as 01a1fc51-e41a-7dba-8f23-30673ba5ffb9.</source>
        <translation>“%1”不是推送的 ID：应为 36 个字符，例如 01a1fc51-e41a-7dba-8f23-30673ba5ffb9。</translation>
    </message>
    <message>
        <source>The recording does not know this push at this time. Move the time cursor, or go back to live.</source>
        <translation>录制在该时刻不认识这个推送。请移动时间游标，或返回实时。</translation>
    </message>
    <message>
        <source>Ladder</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Find a push…</source>
        <translation>查找推送…</translation>
    </message>
    <message>
        <source>Finds a push by its id, also one that is not shown here</source>
        <translation>按 ID 查找推送，也可以是此处未显示的</translation>
    </message>
    <message>
        <source>Choose a delivery to see its ladder, or two to compare them.</source>
        <translation>选择一个投递以查看其阶梯，或选择两个进行比较。</translation>
    </message>
</context>
<context>
    <name>pushscope::LadderView</name>
    <message>
        <source>Push %1 to %2: %3</source>
        <translation>推送 %1 至 %2：%3</translation>
    </message>
    <message>
        <source>%1. Expected “%2”: %3</source>
        <translation>%1。预期“%2”：%3</translation>
    </message>
    <message>
        <source>Stages of the delivery</source>
        <translation>该投递的各阶段</translation>
    </message>
    <message>
        <source>Picture of the ladder</source>
        <translation>轨迹图</translation>
    </message>
    <message>
        <source>%1. %2 stages, which the table below lists</source>
        <translation>%1。共 %2 个阶段，见下表</translation>
    </message>
    <message>
        <source>How two deliveries differ</source>
        <translation>两个投递的差别</translation>
    </message>
</context>
<context>
    <name>pushscope::LanesView</name>
    <message>
        <source>Lanes of devices over time</source>
        <translation>设备随时间的泳道</translation>
    </message>
    <message>
        <source>1 lane</source>
        <translation>1 条泳道</translation>
    </message>
    <message>
        <source>%1 lanes</source>
        <translation>%1 条泳道</translation>
    </message>
</context>
<context>
    <name>pushscope::LedgerPage</name>
    <message>
        <source>Sessions that are over</source>
        <translation>已结束的会话</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>The history</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Query: words, or missed&gt;0 closed&lt;1h how~heartbeat  (Ctrl+F)</source>
        <translation>查询：词语，或 missed&gt;0 closed&lt;1h how~heartbeat  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the sessions that are over</source>
        <translation>已结束会话的查询</translation>
    </message>
    <message>
        <source>No session has ended yet, or none of this device that the server remembers.</source>
        <translation>尚无会话结束，或服务器不记得该设备的任何会话。</translation>
    </message>
    <message>
        <source>Id of a device, also of one that is gone; then Enter. Empty: all devices</source>
        <translation>设备 ID，也可以是已消失的设备；然后按 Enter。留空：全部设备</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>The server looks for this device alone, so that it is found among any number of others</source>
        <translation>服务器只查找该设备，因此再多设备中也能找到</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>The audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>Query: words, or who:ci -outcome:ok when&lt;1d  (Ctrl+F)</source>
        <translation>查询：词语，或 who:ci -outcome:ok when&lt;1d  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the audit log</source>
        <translation>审计日志的查询</translation>
    </message>
    <message>
        <source>Nobody has done anything yet. Each push, each action on queues, sessions, tags and tokens, and each look at a payload is written down here.</source>
        <translation>还没有人执行过操作。每次推送，对队列、会话、标签和令牌的每次操作，以及每次查看载荷，都记录在这里。</translation>
    </message>
    <message>
        <source>Show the ladder</source>
        <translation>查看轨迹</translation>
    </message>
    <message>
        <source>What became of the push of the selected line (Enter in the table)</source>
        <translation>所选行的推送的经过（在表格中按 Enter）</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>History of a device…</source>
        <translation>设备的历史…</translation>
    </message>
    <message>
        <source>Asks for the sessions of one device alone, by its id</source>
        <translation>按设备 ID 只查询一个设备的会话</translation>
    </message>
    <message>
        <source>Select one line first that is about a push</source>
        <translation>请先选择一行与推送有关的记录</translation>
    </message>
</context>
<context>
    <name>pushscope::LinkButtons</name>
    <message>
        <source>%1 facts, the last %2</source>
        <translation>遥测 %1 条，最近一条 %2</translation>
    </message>
    <message>
        <source>1 block missed</source>
        <translation>丢失 1 个遥测块</translation>
    </message>
    <message>
        <source>%1 blocks missed</source>
        <translation>丢失 %1 个遥测块</translation>
    </message>
    <message>
        <source>%1: %2, %3 missed</source>
        <translation>%1：%2，丢失 %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>1 server</source>
        <translation>1 个服务器</translation>
    </message>
    <message>
        <source>%1 servers</source>
        <translation>%1 个服务器</translation>
    </message>
    <message>
        <source>1 fleet</source>
        <translation>1 个机群</translation>
    </message>
    <message>
        <source>%1 fleets</source>
        <translation>%1 个机群</translation>
    </message>
    <message>
        <source>Each server and fleet, and what can be done to it</source>
        <translation>每个服务器和机群，以及可对它执行的操作</translation>
    </message>
    <message>
        <source>&amp;Add a server or fleet…</source>
        <translation>添加服务器或机群(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Try now</source>
        <translation>立即重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>断开(&amp;D)</translation>
    </message>
</context>
<context>
    <name>pushscope::LinkRow</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>令牌文件</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>机群</translation>
    </message>
    <message>
        <source>Server or fleet</source>
        <translation>服务器或机群</translation>
    </message>
    <message>
        <source>A server by its admin port, or a fleet of simulated phones by its control port</source>
        <translation>填服务器的管理端口，或模拟手机机群的控制端口</translation>
    </message>
    <message>
        <source>Remove this row</source>
        <translation>移除此行</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a file (F4)</source>
        <translation>选择文件（F4）</translation>
    </message>
    <message>
        <source>Host and control port of a pushfleet</source>
        <translation>pushfleet 的主机和控制端口</translation>
    </message>
    <message>
        <source>Host and admin port of a pushnode</source>
        <translation>pushnode 的主机和管理端口</translation>
    </message>
    <message>
        <source>given to it as --token-file</source>
        <translation>启动时的 --token-file</translation>
    </message>
    <message>
        <source>as above</source>
        <translation>同上</translation>
    </message>
    <message>
        <source>The file whose first line is the token of this port; empty: that of the row above</source>
        <translation>第一行是该端口令牌的文件；留空：用上一行的</translation>
    </message>
    <message>
        <source>with TLS: sha256:… or a file</source>
        <translation>用 TLS 时：sha256:… 或文件</translation>
    </message>
    <message>
        <source>as above, or: none</source>
        <translation>同上，或写 none</translation>
    </message>
    <message>
        <source>Whose certificate is believed under TLS: sha256:… from the ready line, a PEM file of an authority, or the word system; empty: as the row above, none: nobody in particular</source>
        <translation>TLS 下信任谁的证书：就绪行中的 sha256:…、证书机构的 PEM 文件，或 system；留空：同上一行，none：不指定</translation>
    </message>
</context>
<context>
    <name>pushscope::ListPanel</name>
    <message>
        <source>Nothing matches the query. Clear it to see all %1.</source>
        <translation>没有符合查询的行。清空查询可看到全部 %1 行。</translation>
    </message>
    <message>
        <source>A recording does not have this list: it is asked of live servers. Go back to live to see it (Ctrl+L).</source>
        <translation>录制中没有该列表：它是向实时服务器查询的。返回实时即可看到（Ctrl+L）。</translation>
    </message>
    <message>
        <source>The list is being read.</source>
        <translation>正在读取列表。</translation>
    </message>
    <message>
        <source>read %1</source>
        <translation>%1读取</translation>
    </message>
    <message>
        <source>stale, as of %1 (%2)</source>
        <translation>已过时，截至 %1（%2）</translation>
    </message>
    <message>
        <source>being read, %1 so far</source>
        <translation>正在读取，已有 %1</translation>
    </message>
    <message>
        <source>there is more than these first %1</source>
        <translation>除前 %1 条之外还有更多</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 的%1</translation>
    </message>
    <message>
        <source>%1 is not connected.</source>
        <translation>%1 未连接。</translation>
    </message>
</context>
<context>
    <name>pushscope::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Nothing happened yet.</source>
        <translation>尚未发生任何事。</translation>
    </message>
</context>
<context>
    <name>pushscope::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>连接(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Add a server or fleet…</source>
        <translation>添加服务器或机群(&amp;A)…</translation>
    </message>
    <message>
        <source>Start a &amp;sandbox</source>
        <translation>启动沙箱(&amp;S)</translation>
    </message>
    <message>
        <source>Export &amp;table…</source>
        <translation>导出表格(&amp;T)…</translation>
    </message>
    <message>
        <source>This page has no table. Choose for example Sessions, Queues or History first.</source>
        <translation>本页没有表格。请先打开例如“会话”、“队列”或“历史”页。</translation>
    </message>
    <message>
        <source>Export &amp;picture…</source>
        <translation>导出图片(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Bug report…</source>
        <translation>问题报告(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>筛选(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Push</source>
        <translation>推送(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>REPLAY – Pushscope</source>
        <translation>回放 – Pushscope</translation>
    </message>
    <message>
        <source>A server and 200 simulated phones on this computer, gone when the window closes</source>
        <translation>本机上的一个服务器和 200 部模拟手机，关闭窗口即消失</translation>
    </message>
    <message>
        <source>Known connections, and a form for others</source>
        <translation>已知连接，以及填写其他连接的表单</translation>
    </message>
    <message>
        <source>One more, beside those that are connected</source>
        <translation>在现有连接之外再加一个</translation>
    </message>
    <message>
        <source>The table of this page as it is seen, as CSV or JSON lines</source>
        <translation>本页表格，与所见一致，存为 CSV 或 JSON lines</translation>
    </message>
    <message>
        <source>This page as PNG or SVG</source>
        <translation>把本页存为 PNG 或 SVG</translation>
    </message>
    <message>
        <source>Recording, tables, pictures and ladder in one archive that names nobody</source>
        <translation>把录制、表格、图片和轨迹装入一个匿名的压缩包</translation>
    </message>
    <message>
        <source>Closes the window; a sandbox ends with it</source>
        <translation>关闭窗口；沙箱随之结束</translation>
    </message>
    <message>
        <source>P&amp;hone</source>
        <translation>手机(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Recording</source>
        <translation>录制(&amp;R)</translation>
    </message>
    <message>
        <source>Shows the page %1</source>
        <translation>打开“%1”页</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>All that is known of the selected device</source>
        <translation>所选设备的全部已知信息</translation>
    </message>
    <message>
        <source>What happened, the newest 2,000 lines</source>
        <translation>发生了什么，最近 2,000 行</translation>
    </message>
    <message>
        <source>To the query of this page, or of Sessions if it has none</source>
        <translation>转到本页的查询；没有则转到“会话”页的查询</translation>
    </message>
    <message>
        <source>The language of this window</source>
        <translation>本窗口的语言</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Light or dark, as the desktop is</source>
        <translation>浅色或深色，与桌面一致</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Dark words on a light ground</source>
        <translation>浅底深字</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Light words on a dark ground</source>
        <translation>深底浅字</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>命令面板(&amp;C)…</translation>
    </message>
    <message>
        <source>All that can be done, by name</source>
        <translation>全部可执行的操作，按名称查找</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>All that has a key, by its place</source>
        <translation>全部带快捷键的操作，按所在位置列出</translation>
    </message>
    <message>
        <source>&amp;About Pushscope…</source>
        <translation>关于 Pushscope(&amp;A)…</translation>
    </message>
    <message>
        <source>Which version this is</source>
        <translation>查看当前版本</translation>
    </message>
    <message>
        <source>About Pushscope</source>
        <translation>关于 Pushscope</translation>
    </message>
    <message>
        <source>Pushscope %1
A console for long-connection mobile push.
With Qt %2.</source>
        <translation>Pushscope %1
长连接移动推送控制台。
使用 Qt %2。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation>命令面板…</translation>
    </message>
    <message>
        <source>It is open already</source>
        <translation>已经打开</translation>
    </message>
    <message>
        <source>View “%1”</source>
        <translation>视图“%1”</translation>
    </message>
    <message>
        <source>Query, columns, widths and order that were saved under this name</source>
        <translation>以该名称保存的查询、列、列宽和排序</translation>
    </message>
    <message>
        <source>Connect to “%1”</source>
        <translation>连接到“%1”</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>To all of its servers and fleets; others are ended</source>
        <translation>连接到它的全部服务器和机群；其余断开</translation>
    </message>
    <message>
        <source>Disconnect from %1</source>
        <translation>断开 %1</translation>
    </message>
    <message>
        <source>Status bar</source>
        <translation>状态栏</translation>
    </message>
    <message>
        <source>Ends this connection; what it said is forgotten</source>
        <translation>断开该连接，并丢弃它告知的内容</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Shows it on the page Sessions</source>
        <translation>在“会话”页显示</translation>
    </message>
    <message>
        <source>Sandbox &amp;pushes by itself</source>
        <translation>沙箱自动推送(&amp;P)</translation>
    </message>
    <message>
        <source>A push every two seconds, some of them to phones in trouble; off: only yours</source>
        <translation>每两秒一次推送，其中一些发往有故障的手机；关闭后只有你的推送</translation>
    </message>
    <message>
        <source>Only in a sandbox: start one in the menu File first</source>
        <translation>仅限沙箱：请先在“文件”菜单中启动</translation>
    </message>
</context>
<context>
    <name>pushscope::ManageDialog</name>
    <message>
        <source>For example 30s, 5m or 2h; 7 days at most</source>
        <translation>例如 30s、5m 或 2h；至多 7 天</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>持续多久</translation>
    </message>
    <message>
        <source>A confirmation: how many deliveries that is</source>
        <translation>确认：共有多少个投递</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>输入 %1 以确认</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>不执行</translation>
    </message>
    <message>
        <source>“%1” is no time to wait. Write for example 30s, 5m or 2h; 7 days at most.</source>
        <translation>“%1”不是等待时间。例如可写 30s、5m 或 2h；至多 7 天。</translation>
    </message>
</context>
<context>
    <name>pushscope::OverviewPage</name>
    <message>
        <source>high %1 in 2 min</source>
        <translation>2 分钟内最高 %1</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Devices with a live connection</source>
        <translation>连接正常的设备</translation>
    </message>
    <message>
        <source>Round trip p99</source>
        <translation>往返时延 p99</translation>
    </message>
    <message>
        <source>Of the heartbeats in the last 10 s</source>
        <translation>最近 10 s 的心跳</translation>
    </message>
    <message>
        <source>Beats per second</source>
        <translation>每秒心跳</translation>
    </message>
    <message>
        <source>Round trips measured, mean of the last 10 s</source>
        <translation>测得往返的次数，最近 10 s 平均</translation>
    </message>
    <message>
        <source>Wakes per minute</source>
        <translation>每分钟唤醒</translation>
    </message>
    <message>
        <source>Apps that were resumed, in the last 60 s</source>
        <translation>最近 60 s 内被恢复运行的应用</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Devices that were here and are not connected now</source>
        <translation>曾经在线、现在未连接的设备</translation>
    </message>
    <message>
        <source>Acknowledged p99</source>
        <translation>确认时延 p99</translation>
    </message>
    <message>
        <source>From accepted to acknowledged, in the last 2 minutes</source>
        <translation>从受理到确认，最近 2 分钟</translation>
    </message>
    <message>
        <source>Waiting deliveries</source>
        <translation>待投递</translation>
    </message>
    <message>
        <source>Accepted and not final yet</source>
        <translation>已受理、尚无最终状态</translation>
    </message>
    <message>
        <source>Short of resumes</source>
        <translation>恢复次数告急</translation>
    </message>
    <message>
        <source>Phones that used more than 10 of the 15 resumes that their system allows in 300 s, or as much of another limit</source>
        <translation>300 s 内已用系统允许的 15 次恢复中的 10 次以上（或其他上限的同等比例）的手机</translation>
    </message>
    <message>
        <source>Slowest round trips</source>
        <translation>往返最慢</translation>
    </message>
    <message>
        <source>Most missed beats</source>
        <translation>丢失心跳最多</translation>
    </message>
    <message>
        <source>Newest deliveries</source>
        <translation>最新投递</translation>
    </message>
    <message>
        <source>No push was sent yet.
Send one on the Push page.</source>
        <translation>尚未发送推送。
请在“推送”页发送。</translation>
    </message>
    <message>
        <source>No device yet.</source>
        <translation>尚无设备。</translation>
    </message>
    <message>
        <source>Nothing was connected yet.</source>
        <translation>当时尚无连接。</translation>
    </message>
    <message>
        <source>No beat was missed.</source>
        <translation>没有丢失心跳。</translation>
    </message>
    <message>
        <source>no server connected</source>
        <translation>没有连接服务器</translation>
    </message>
    <message>
        <source>%1 suspect</source>
        <translation>可疑 %1</translation>
    </message>
    <message>
        <source>of %1 known</source>
        <translation>已知共 %1</translation>
    </message>
    <message>
        <source>p50 %1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>ended 1 link</source>
        <translation>断开 1 个连接</translation>
    </message>
    <message>
        <source>ended %1 links</source>
        <translation>断开 %1 个连接</translation>
    </message>
    <message>
        <source>%1 acknowledged</source>
        <translation>已确认 %1</translation>
    </message>
    <message>
        <source>%1 missed</source>
        <translation>错过 %1</translation>
    </message>
    <message>
        <source>urgent pushes only</source>
        <translation>仅限紧急推送</translation>
    </message>
    <message>
        <source>in all backlogs</source>
        <translation>含全部积压</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Show what is behind “%1”</source>
        <translation>查看“%1”的明细</translation>
    </message>
    <message>
        <source>Not connected to any server. Choose File → Connect, or start a sandbox.</source>
        <translation>没有连接任何服务器。请选择 文件 → 连接，或启动沙箱。</translation>
    </message>
    <message>
        <source>Missed in 2 min</source>
        <translation>2 分钟内丢失</translation>
    </message>
    <message>
        <source>Heartbeats without an answer, in the last 2 minutes</source>
        <translation>最近 2 分钟内没有应答的心跳</translation>
    </message>
    <message>
        <source>Pushes in 2 min</source>
        <translation>2 分钟内推送</translation>
    </message>
    <message>
        <source>Accepted by servers in the last 2 minutes</source>
        <translation>最近 2 分钟内被服务器接受</translation>
    </message>
</context>
<context>
    <name>pushscope::PayloadView</name>
    <message>
        <source>How the payload is shown</source>
        <translation>载荷的显示方式</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>as hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>the first %1 are shown</source>
        <translation>只显示前 %1</translation>
    </message>
    <message>
        <source>high priority</source>
        <translation>高优先级</translation>
    </message>
    <message>
        <source>collapse key %1</source>
        <translation>折叠键 %1</translation>
    </message>
    <message>
        <source>Close payload</source>
        <translation>关闭载荷</translation>
    </message>
    <message>
        <source>Close the payload</source>
        <translation>关闭该载荷</translation>
    </message>
</context>
<context>
    <name>pushscope::ProblemBar</name>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>And %1 more; the status bar lists them.</source>
        <translation>另有 %1 个；见状态栏。</translation>
    </message>
    <message>
        <source>Connect again at once to every server and fleet that is not there</source>
        <translation>立即重连所有未连上的服务器和机群</translation>
    </message>
</context>
<context>
    <name>pushscope::PushForm</name>
    <message>
        <source>Device ids, one a line</source>
        <translation>设备 ID，每行一个</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发往</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>High priority</source>
        <translation>高优先级</translation>
    </message>
    <message>
        <source>Decides only when a sleeping phone is woken, never the order</source>
        <translation>只决定何时唤醒休眠的手机，从不改变顺序</translation>
    </message>
    <message>
        <source>Payload, JSON</source>
        <translation>载荷，JSON</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>And every device with this tag, on each connected server</source>
        <translation>以及每个已连接服务器上带此标签的所有设备</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>profile:ios link:online</source>
        <translation>profile:ios link:online</translation>
    </message>
    <message>
        <source>And every device that fits, as each server sees it: device, profile, client, address, tag, link and app with : for equal or ~ for a part; a minus in front for “not”</source>
        <translation>以及各服务器所见中符合条件的所有设备：device、profile、client、address、tag、link 和 app，: 表示等于，~ 表示包含；前面加减号表示“非”</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>变量值</translation>
    </message>
    <message>
        <source>name=Anna; room=7</source>
        <translation>name=Anna; room=7</translation>
    </message>
    <message>
        <source>For {{name}} and {{room}} in the payload. Known of themselves: {{device}}, which gives each device a payload of its own, {{n}}, which counts repetitions, and {{time}}</source>
        <translation>用于载荷中的 {{name}} 和 {{room}}。内置变量：{{device}}，使每个设备有各自的载荷；{{n}}，重复的序号；以及 {{time}}</translation>
    </message>
    <message>
        <source>Time to live</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>24h</source>
        <translation>24h</translation>
    </message>
    <message>
        <source>How long the server keeps trying, for example 30s or 10m; 7 days at most</source>
        <translation>服务器持续尝试多久，例如 30s 或 10m；至多 7 天</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>不早于</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>How long the server keeps it back, for example 10m; 7 days at most</source>
        <translation>服务器暂缓多久再投递，例如 10m；至多 7 天</translation>
    </message>
    <message>
        <source>Collapse key</source>
        <translation>折叠键</translation>
    </message>
    <message>
        <source>A newer push with the same key takes the place of an older one that still waits</source>
        <translation>同键的新推送会取代仍在等待的旧推送</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>once</source>
        <translation>1 次</translation>
    </message>
    <message>
        <source>How many times it is sent, each time as a new push</source>
        <translation>发送多少次，每次都是新的推送</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>1s</source>
        <translation>1s</translation>
    </message>
    <message>
        <source>Between two of them, for example 500ms or 10s</source>
        <translation>相邻两次之间，例如 500ms 或 10s</translation>
    </message>
    <message>
        <source>Expect</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>acknowledged within 2s, no resend</source>
        <translation>acknowledged within 2s, no resend</translation>
    </message>
    <message>
        <source>What is to become of it on each device: stages, such as “shown within 5s”, “no resend”, “no duplicate”, “attempts &lt;=2”, with commas between them; each is said to pass or to fail</source>
        <translation>对每个设备的预期：各阶段，例如“shown within 5s”、“no resend”、“no duplicate”、“attempts &lt;=2”，以逗号分隔；逐项判定通过或未通过</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
</context>
<context>
    <name>pushscope::QueryBar</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>pushscope::QueryEdit</name>
    <message>
        <source>What may come next in the query</source>
        <translation>查询中接下来可写的内容</translation>
    </message>
</context>
<context>
    <name>pushscope::QueuesPage</name>
    <message>
        <source>The queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Nothing waits: every delivery that a server has accepted was acknowledged or has ended. A push to a phone that is offline appears here.</source>
        <translation>没有等待的投递：服务器受理的每个投递都已确认或结束。发给离线手机的推送会出现在这里。</translation>
    </message>
    <message>
        <source>Query: words, or state:offline reason~user attempt&gt;1 age&gt;10m bytes&gt;1kB  (Ctrl+F)</source>
        <translation>查询：词语，或 state:offline reason~user attempt&gt;1 age&gt;10m bytes&gt;1kB  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of what waits</source>
        <translation>等待投递的查询</translation>
    </message>
    <message>
        <source>What waits</source>
        <translation>等待的投递</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Writes it at once, whatever it waits for, if the device is connected</source>
        <translation>若设备已连接，无论在等什么都立即写出</translation>
    </message>
    <message>
        <source>Postpone…</source>
        <translation>延后…</translation>
    </message>
    <message>
        <source>Keeps it back for a while; what follows it does not wait for it</source>
        <translation>暂时扣下；其后的投递不等它</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ends it: it is not delivered any more</source>
        <translation>结束它：不再投递</translation>
    </message>
    <message>
        <source>To the dead letters</source>
        <translation>移到死信</translation>
    </message>
    <message>
        <source>Gives it up; it can be looked at and sent again</source>
        <translation>放弃它；之后仍可查看和重新发送</translation>
    </message>
    <message>
        <source>Purge all…</source>
        <translation>全部清空…</translation>
    </message>
    <message>
        <source>Cancels everything that waits on a server, shown or not; needs the role admin</source>
        <translation>取消服务器上等待的全部投递，无论是否显示；需要 admin 角色</translation>
    </message>
    <message>
        <source>The list of dead letters</source>
        <translation>死信列表</translation>
    </message>
    <message>
        <source>Nothing was given up. A delivery comes here when its phone has refused it five times, or when somebody moves it here.</source>
        <translation>没有被放弃的投递。手机拒收五次的，或被人移来的，会出现在这里。</translation>
    </message>
    <message>
        <source>Query: words, or reason~refused when&lt;1h  (Ctrl+F)</source>
        <translation>查询：词语，或 reason~refused when&lt;1h  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the dead letters</source>
        <translation>死信的查询</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>死信</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Appends it anew, as the last of what waits for its device</source>
        <translation>重新追加，排在该设备等待投递的最后</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待投递</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>What can be done to the selected deliveries; also by the right button or the menu key in the table</source>
        <translation>可对所选投递执行的操作；在表格中按右键或菜单键也可</translation>
    </message>
    <message>
        <source>Look at the payload</source>
        <translation>查看载荷</translation>
    </message>
    <message>
        <source>Shows the payload below; this changes nothing</source>
        <translation>在下方显示载荷；不改变任何内容</translation>
    </message>
    <message>
        <source>Edit and resend…</source>
        <translation>编辑并重发…</translation>
    </message>
    <message>
        <source>Fills the composer with device and payload; what is here stays until it is cancelled</source>
        <translation>把设备和载荷填入推送页；此处的投递保留，直到取消</translation>
    </message>
    <message>
        <source>Show the ladder</source>
        <translation>查看轨迹</translation>
    </message>
    <message>
        <source>What became of this push until now, stage by stage</source>
        <translation>该推送至今的经过，逐阶段</translation>
    </message>
    <message>
        <source>Not in a replay: go back to live first (Ctrl+L)</source>
        <translation>回放中不可用：请先返回实时（Ctrl+L）</translation>
    </message>
    <message>
        <source>Select a delivery first</source>
        <translation>请先选择一个投递</translation>
    </message>
    <message>
        <source>Select one delivery alone</source>
        <translation>请只选择一个投递</translation>
    </message>
    <message>
        <source>1 delivery</source>
        <translation>1 个投递</translation>
    </message>
    <message>
        <source>%1 deliveries</source>
        <translation>%1 个投递</translation>
    </message>
    <message>
        <source>%1: %2, as they were selected. Those that have ended meanwhile are left alone, and counted in the answer.</source>
        <translation>%1：%2，以选择时为准。期间已结束的不作处理，并计入结果。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Purge: nothing waits.</source>
        <translation>清空：没有等待的投递。</translation>
    </message>
    <message>
        <source>Purge all that waits</source>
        <translation>清空全部等待的投递</translation>
    </message>
    <message>
        <source>Every delivery that waits is cancelled, on each server:
%1
If another number waits there by then, that server does nothing and says so.</source>
        <translation>取消每个服务器上等待的全部投递：
%1
若届时数量不同，该服务器不执行并会说明。</translation>
    </message>
    <message>
        <source>Cancel all %1</source>
        <translation>取消全部 %1 个</translation>
    </message>
    <message>
        <source>Payload for %1</source>
        <translation>%1 的载荷</translation>
    </message>
    <message>
        <source>The delivery</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>No text, so it cannot be edited: payload for %1</source>
        <translation>不是文本，无法编辑：%1 的载荷</translation>
    </message>
    <message>
        <source>Waiting (%1)</source>
        <translation>等待（%1）</translation>
    </message>
    <message>
        <source>Dead letters (%1)</source>
        <translation>死信（%1）</translation>
    </message>
    <message>
        <source>%1 queued</source>
        <translation>排队 %1</translation>
    </message>
    <message>
        <source>%1 retrying</source>
        <translation>重试 %1</translation>
    </message>
    <message>
        <source>%1 held</source>
        <translation>暂缓 %1</translation>
    </message>
    <message>
        <source>%1 offline</source>
        <translation>离线 %1</translation>
    </message>
    <message>
        <source>%1: %2; the oldest was accepted %3; %4 of payload</source>
        <translation>%1：%2；最早受理于 %3；载荷共 %4</translation>
    </message>
    <message>
        <source>1 delivery waits</source>
        <translation>1 个投递等待</translation>
    </message>
    <message>
        <source>%1 deliveries wait</source>
        <translation>%1 个投递等待</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>pushscope::RecordingActions</name>
    <message>
        <source>&amp;Open recording…</source>
        <translation>打开录制(&amp;O)…</translation>
    </message>
    <message>
        <source>Watch a recording, or the one in a bug report</source>
        <translation>观看录制，或问题报告中的录制</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>%1 minutes</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>Save the last %1…</source>
        <translation>保存最近 %1…</translation>
    </message>
    <message>
        <source>Save in a file what was told in the last %1</source>
        <translation>把最近 %1 收到的信息存入文件</translation>
    </message>
    <message>
        <source>&amp;Record…</source>
        <translation>录制(&amp;R)…</translation>
    </message>
    <message>
        <source>Record from now on into a new file</source>
        <translation>从现在起录制到新文件</translation>
    </message>
    <message>
        <source>S&amp;top recording</source>
        <translation>停止录制(&amp;T)</translation>
    </message>
    <message>
        <source>End the recording; its file is whole then</source>
        <translation>结束录制；文件至此完整</translation>
    </message>
    <message>
        <source>&amp;Mark this moment…</source>
        <translation>标记此刻(&amp;M)…</translation>
    </message>
    <message>
        <source>Write a note about what is recorded now</source>
        <translation>为正在录制的内容写备注</translation>
    </message>
    <message>
        <source>Back to &amp;live</source>
        <translation>返回实时(&amp;L)</translation>
    </message>
    <message>
        <source>Show what is now</source>
        <translation>显示当前</translation>
    </message>
    <message>
        <source>This is being recorded already</source>
        <translation>已在录制</translation>
    </message>
    <message>
        <source>Nothing is recorded into a file now</source>
        <translation>目前没有录制到文件</translation>
    </message>
    <message>
        <source>What is shown is live already</source>
        <translation>当前显示的已是实时数据</translation>
    </message>
</context>
<context>
    <name>pushscope::RecordingPage</name>
    <message>
        <source>Flight recorder</source>
        <translation>飞行记录器</translation>
    </message>
    <message>
        <source>Note at this moment</source>
        <translation>此刻的备注</translation>
    </message>
    <message>
        <source>Put the note at this moment of what is recorded (Enter)</source>
        <translation>在录制的此刻加上备注（Enter）</translation>
    </message>
    <message>
        <source>Recording into a file</source>
        <translation>录制到文件</translation>
    </message>
    <message>
        <source>Marks and gaps</source>
        <translation>标记和缺口</translation>
    </message>
    <message>
        <source>Enter or a double click moves the time cursor there</source>
        <translation>按 Enter 或双击，把时间游标移到该处</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Nothing is connected, so there is nothing to keep. Choose File → Connect, or start a sandbox.</source>
        <translation>没有任何连接，因此没有内容可保留。请选择 文件 → 连接，或启动沙箱。</translation>
    </message>
    <message>
        <source>All that servers and fleets tell is kept in memory for 10 minutes, from now on.</source>
        <translation>从现在起，服务器和机群告知的一切在内存中保留 10 分钟。</translation>
    </message>
    <message>
        <source>All that servers and fleets told since %1 is in memory: the last %2, %3. It is kept for 10 minutes.</source>
        <translation>自 %1 以来服务器和机群告知的一切都在内存中：最近 %2，%3。保留 10 分钟。</translation>
    </message>
    <message>
        <source> %1 blocks were left out, because they came faster than they could be written.</source>
        <translation>有 %1 块被略去，因为到来的速度超过写入速度。</translation>
    </message>
    <message>
        <source>Recording into %1: %2 facts, %3.</source>
        <translation>正在录制到 %1：%2 条，%3。</translation>
    </message>
    <message>
        <source>Nothing is recorded into a file now.</source>
        <translation>目前没有录制到文件。</translation>
    </message>
    <message>
        <source>Nothing is recorded into a file now. The last one was %1: %2 facts, %3.</source>
        <translation>目前没有录制到文件。最近一次是 %1：%2 条，%3。</translation>
    </message>
    <message>
        <source>What is shown is live. A recording is watched on the same pages, with one time cursor above them, while the live feed goes on beside it.</source>
        <translation>当前显示的是实时数据。录制在同样的页面上观看，上方有统一的时间游标，实时数据同时继续接收。</translation>
    </message>
    <message>
        <source>mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>缺口</translation>
    </message>
    <message>
        <source>end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>%1
%2, from %3 to %4
%5 facts, %6; recorded by %7, protocol %8.%9</source>
        <translation>%1
%2，从 %3 至 %4
%5 条，%6；由 %7 录制，协议 %8。%9</translation>
    </message>
    <message>
        <source> It has no marks and no gaps.</source>
        <translation>没有标记，也没有缺口。</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Note at this moment  (Ctrl+Shift+M)</source>
        <translation>此刻的备注  (Ctrl+Shift+M)</translation>
    </message>
    <message>
        <source>Put the note</source>
        <translation>加上备注</translation>
    </message>
    <message>
        <source>Write a note first</source>
        <translation>请先写备注</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Two recordings, or two times of one, in numbers: what got worse and what better</source>
        <translation>用数字比较两个录制，或同一录制的两个时段：哪些变差，哪些变好</translation>
    </message>
</context>
<context>
    <name>pushscope::ReplayBar</name>
    <message>
        <source>REPLAY</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>A recording is shown, not what is now. The live feed goes on beside it.</source>
        <translation>显示的是录制，不是当前。实时数据同时继续接收。</translation>
    </message>
    <message>
        <source>Time of the replay</source>
        <translation>回放的时间</translation>
    </message>
    <message>
        <source>−1 s</source>
        <translation>−1 秒</translation>
    </message>
    <message>
        <source>A second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>+1 s</source>
        <translation>+1 秒</translation>
    </message>
    <message>
        <source>A second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>How fast it plays</source>
        <translation>播放的快慢</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Time cursor</source>
        <translation>时间游标</translation>
    </message>
    <message>
        <source>Time cursor of all pages, from %1 to %2. Arrow keys move it by a second.</source>
        <translation>所有页面的时间游标，从 %1 至 %2。方向键每次移动一秒。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>This is the beginning</source>
        <translation>已到开头</translation>
    </message>
    <message>
        <source>This is the end</source>
        <translation>已到结尾</translation>
    </message>
</context>
<context>
    <name>pushscope::ReportDialog</name>
    <message>
        <source>Ids of devices</source>
        <translation>设备 ID</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Names of clients</source>
        <translation>客户端名称</translation>
    </message>
    <message>
        <source>What looks like a credential</source>
        <translation>疑似凭据</translation>
    </message>
    <message>
        <source>Bug report</source>
        <translation>问题报告</translation>
    </message>
    <message>
        <source>What happened, and what you expected (may be empty)</source>
        <translation>发生了什么，预期是什么（可留空）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Files of the report</source>
        <translation>报告中的文件</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>替换项</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>例如</translation>
    </message>
    <message>
        <source>What was replaced</source>
        <translation>被替换的内容</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Write these files as one archive</source>
        <translation>把这些文件写成一个压缩包</translation>
    </message>
    <message>
        <source>Replace ids of &amp;devices</source>
        <translation>替换设备 ID(&amp;D)</translation>
    </message>
    <message>
        <source>The same device has the same placeholder in every file of this report</source>
        <translation>同一设备在本报告的每个文件中使用相同的占位符</translation>
    </message>
    <message>
        <source>Replace &amp;addresses and names of clients</source>
        <translation>替换地址和客户端名称(&amp;A)</translation>
    </message>
    <message>
        <source>Of phones, servers and fleets</source>
        <translation>手机、服务器和机群的</translation>
    </message>
    <message>
        <source>Payloads and credentials are never in a report.</source>
        <translation>报告中从不包含载荷和凭据。</translation>
    </message>
    <message>
        <source>not replaced</source>
        <translation>不替换</translation>
    </message>
    <message>
        <source>Save bug report</source>
        <translation>保存问题报告</translation>
    </message>
    <message>
        <source>Bug reports (*.zip)</source>
        <translation>问题报告 (*.zip)</translation>
    </message>
    <message>
        <source>The bug report</source>
        <translation>问题报告</translation>
    </message>
</context>
<context>
    <name>pushscope::ReportRun</name>
    <message>
        <source>connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>replay, at its end: %1</source>
        <translation>回放至结尾：%1</translation>
    </message>
    <message>
        <source>live: %1 devices online</source>
        <translation>实时：%1 个设备在线</translation>
    </message>
    <message>
        <source>no device came online in time.</source>
        <translation>没有设备及时上线。</translation>
    </message>
    <message>
        <source>%1 of %2 deliveries acknowledged</source>
        <translation>%2 个投递中已确认 %1 个</translation>
    </message>
    <message>
        <source>no push was acknowledged in time.</source>
        <translation>没有推送及时确认。</translation>
    </message>
    <message>
        <source>%1 online, %2 beats/s, round trip p99 %3, %4 wakes, %5 pushes sent</source>
        <translation>在线 %1，心跳 %2 次/秒，往返时延 p99 %3，唤醒 %4，已发推送 %5</translation>
    </message>
    <message>
        <source>To background</source>
        <translation>切到后台</translation>
    </message>
    <message>
        <source>%1 could not be written. %2</source>
        <translation>无法写入%1。%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 cannot be made.</source>
        <translation>无法创建 %1。</translation>
    </message>
    <message>
        <source>%1 as CSV</source>
        <translation>%1，CSV</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>无法写入 %1。</translation>
    </message>
    <message>
        <source>The window: %1</source>
        <translation>窗口：%1</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>No push was acknowledged in it, so there is no ladder.</source>
        <translation>其中没有已确认的推送，因此没有轨迹。</translation>
    </message>
    <message>
        <source>The ladder</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>The ladder as SVG</source>
        <translation>轨迹，SVG</translation>
    </message>
    <message>
        <source>The bug report</source>
        <translation>缺陷报告</translation>
    </message>
    <message>
        <source>The push %1 is not known here.</source>
        <translation>这里没有推送 %1。</translation>
    </message>
    <message>
        <source>The push %1 is not known here as one to %2.</source>
        <translation>这里没有发往 %2 的推送 %1。</translation>
    </message>
</context>
<context>
    <name>pushscope::ResumeGauge</name>
    <message>
        <source>then urgent ones only</source>
        <translation>此后仅限紧急</translation>
    </message>
    <message>
        <source>Times that the app was resumed in the last 300 s. One more than the limit, and its system ends it; in the last third a server wakes it for urgent pushes only, and keeps the last one for the heartbeat.</source>
        <translation>最近 300 s 内应用被恢复运行的次数。超过上限一次，系统就会终止它；在最后三分之一内，服务器只为紧急推送唤醒它，并把最后一次留给心跳。</translation>
    </message>
    <message>
        <source>%1 of %2 resumes in 300 s</source>
        <translation>300 s 内已恢复 %1/%2 次</translation>
    </message>
</context>
<context>
    <name>pushscope::RunComparison</name>
    <message>
        <source>%1 holds nothing that could be compared: it ended before anything was told.</source>
        <translation>%1 没有可比较的内容：在收到任何信息之前就结束了。</translation>
    </message>
    <message>
        <source>%1 holds nothing that could be compared.</source>
        <translation>%1 没有可比较的内容。</translation>
    </message>
</context>
<context>
    <name>pushscope::Sandbox</name>
    <message>
        <source>The sandbox did not start within %1 s.</source>
        <translation>沙箱未能在 %1 s 内启动。</translation>
    </message>
    <message>
        <source>The sandbox needs a temporary folder: %1.</source>
        <translation>沙箱需要一个临时文件夹：%1。</translation>
    </message>
    <message>
        <source>%1 is missing beside this program. Build it, or put it there.</source>
        <translation>本程序旁缺少 %1。请构建它，或放到该处。</translation>
    </message>
    <message>
        <source>%1 ended: %2</source>
        <translation>%1 已结束：%2</translation>
    </message>
    <message>
        <source>pushnode started in a way that was not expected.</source>
        <translation>pushnode 以意外的方式启动。</translation>
    </message>
    <message>
        <source>pushfleet started in a way that was not expected.</source>
        <translation>pushfleet 以意外的方式启动。</translation>
    </message>
</context>
<context>
    <name>pushscope::ScenarioDesk</name>
    <message>
        <source>Stopped before it began.</source>
        <translation>尚未开始即停止。</translation>
    </message>
    <message>
        <source>It was stopped by hand.</source>
        <translation>已手动停止。</translation>
    </message>
    <message>
        <source>Starting a server and its phones…</source>
        <translation>正在启动服务器及其手机…</translation>
    </message>
    <message>
        <source>%1 of %2 phones have connected</source>
        <translation>%2 部手机中已连接 %1 部</translation>
    </message>
    <message>
        <source>%1 passed, %2 failed, %3 open; %4 of %5 deliveries acknowledged</source>
        <translation>通过 %1，未通过 %2，待定 %3；%5 个投递中已确认 %4 个</translation>
    </message>
    <message>
        <source>%1: stopped after %2; %3 passed, %4 failed, %5 not judged, seed %6. %7</source>
        <translation>%1：%2 后停止；通过 %3，未通过 %4，未判定 %5，种子 %6。%7</translation>
    </message>
    <message>
        <source>%1: passed, %2 of %3 expectations, seed %4</source>
        <translation>%1：通过，%3 项预期中通过 %2 项，种子 %4</translation>
    </message>
    <message>
        <source>%1: failed, %2 of %3 expectations, seed %4</source>
        <translation>%1：未通过，%3 项预期中通过 %2 项，种子 %4</translation>
    </message>
</context>
<context>
    <name>pushscope::ScenarioRun</name>
    <message>
        <source>A step of the scenario</source>
        <translation>场景的一步</translation>
    </message>
    <message numerus="yes">
        <source>the fleet does not know %n phone(s)</source>
        <translation>
            <numerusform>机群不认识 %n 部手机</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the server does not know that collection of %n phone(s)</source>
        <translation>
            <numerusform>服务器不认识 %n 部手机的该集合</numerusform>
        </translation>
    </message>
    <message>
        <source>Its server and its phones were left.</source>
        <translation>已离开其服务器和手机。</translation>
    </message>
</context>
<context>
    <name>pushscope::ScenariosPage</name>
    <message>
        <source>a sample that came with the program</source>
        <translation>程序自带的示例</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Samples that came with the program, and files that were opened before</source>
        <translation>程序自带的示例，以及曾打开的文件</translation>
    </message>
    <message>
        <source>Open scenario…</source>
        <translation>打开场景…</translation>
    </message>
    <message>
        <source>A scenario file of your own; the samples explain every key</source>
        <translation>您自己的场景文件；示例中解释了每个键</translation>
    </message>
    <message>
        <source>Where it runs</source>
        <translation>运行位置</translation>
    </message>
    <message>
        <source>A sandbox of its own has the server and the phones that the file asks for, and takes the place of what is connected</source>
        <translation>专用沙箱含文件要求的服务器和手机，并取代当前连接</translation>
    </message>
    <message>
        <source>in its own sandbox</source>
        <translation>在专用沙箱中</translation>
    </message>
    <message>
        <source>on what is connected</source>
        <translation>在当前连接上</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Everything that is drawn by lot follows from it</source>
        <translation>一切随机选择都由它决定</translation>
    </message>
    <message>
        <source>Percent of the phones</source>
        <translation>手机百分比</translation>
    </message>
    <message>
        <source>How many of the phones that the file asks for take part</source>
        <translation>文件要求的手机中有多少参与</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Run scenario</source>
        <translation>运行场景</translation>
    </message>
    <message>
        <source>Plays the scenario in real time</source>
        <translation>实时运行该场景</translation>
    </message>
    <message>
        <source>Stop run</source>
        <translation>停止运行</translation>
    </message>
    <message>
        <source>Ends the run now; what could not be judged yet is left out</source>
        <translation>立即结束运行；尚不能判定的不计入</translation>
    </message>
    <message>
        <source>Save JUnit…</source>
        <translation>保存 JUnit…</translation>
    </message>
    <message>
        <source>The verdicts as a file for continuous integration, as pushctl writes it</source>
        <translation>供持续集成使用的判定文件，格式与 pushctl 写出的相同</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Time of the scenario</source>
        <translation>场景的时间</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Text of the scenario</source>
        <translation>场景的文本</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>What the scenario does, step by step</source>
        <translation>场景逐步做什么</translation>
    </message>
    <message>
        <source>Expectations</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>What it expects, and the verdicts</source>
        <translation>各项预期及其判定</translation>
    </message>
    <message>
        <source>Examples of what went otherwise</source>
        <translation>与预期不符的示例</translation>
    </message>
    <message>
        <source>Enter or a double click leads to the ladder of the push, or to the phone</source>
        <translation>按 Enter 或双击，转到该推送的轨迹，或该手机</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>请选择</translation>
    </message>
    <message>
        <source>Open scenario</source>
        <translation>打开场景</translation>
    </message>
    <message>
        <source>Scenarios (*.toml);;All files (*)</source>
        <translation>场景 (*.toml);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>Choose a scenario: a story of phones, pushes and what is expected of them.</source>
        <translation>请选择场景：由手机、推送及其预期构成的一段经过。</translation>
    </message>
    <message>
        <source>This file cannot be read as a scenario; its text says where the mistake is.</source>
        <translation>该文件无法作为场景读取；“文本”中指出错误所在。</translation>
    </message>
    <message>
        <source>This is a replay: nothing can be done in the past. Go back to live first (Ctrl+L).</source>
        <translation>这是回放：不能改变过去。请先返回实时（Ctrl+L）。</translation>
    </message>
    <message>
        <source>The seed is to be a whole number.</source>
        <translation>种子应为整数。</translation>
    </message>
    <message>
        <source>One runs already</source>
        <translation>已有场景在运行</translation>
    </message>
    <message>
        <source>None runs</source>
        <translation>没有场景在运行</translation>
    </message>
    <message>
        <source>None has run</source>
        <translation>尚未运行过场景</translation>
    </message>
    <message>
        <source>%1 · %2 phones · %3 steps · %4 expectations. %5</source>
        <translation>%1 · %2 部手机 · %3 步 · %4 项预期。%5</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: show the phone</source>
        <translation>%1：查看手机</translation>
    </message>
    <message>
        <source>%1: the ladder of push %2</source>
        <translation>%1：推送 %2 的轨迹</translation>
    </message>
    <message>
        <source>Save verdicts</source>
        <translation>保存判定</translation>
    </message>
    <message>
        <source>JUnit (*.xml)</source>
        <translation>JUnit (*.xml)</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Playing it ends the connection to %1: it has a server and phones of its own.</source>
        <translation>运行它会断开与 %1 的连接：它有自己的服务器和手机。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>pushscope::SessionsPage</name>
    <message>
        <source>Query: words, or profile:ios state:background rtt&gt;500ms missed&gt;=2  (Ctrl+F)</source>
        <translation>查询：词语，或 profile:ios state:background rtt&gt;500ms missed&gt;=2  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the sessions</source>
        <translation>会话的查询</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>最差优先</translation>
    </message>
    <message>
        <source>Sorts by health: lost, suspect, differs from the truth, keeps itself awake, short of resumes, missed beats, deliveries wait; then by round trip</source>
        <translation>按健康排序：失联、可疑、与真实状态不符、使自己一直醒着、恢复次数告急、心跳丢失、有投递等待；其次按往返时延</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>No device matches the query. Clear it to see all %1.</source>
        <translation>没有设备符合查询。清空查询可看到全部 %1 个。</translation>
    </message>
    <message>
        <source>The server knows no device yet. Start phones with pushfleet, or let a device connect.</source>
        <translation>服务器尚不知道任何设备。请用 pushfleet 启动手机，或让设备连接。</translation>
    </message>
</context>
<context>
    <name>pushscope::StatusPanel</name>
    <message>
        <source>device port open to all</source>
        <translation>设备端口对所有人开放</translation>
    </message>
    <message>
        <source>● recording %1</source>
        <translation>● 录制中 %1</translation>
    </message>
    <message>
        <source>%1 facts/s</source>
        <translation>遥测 %1 条/秒</translation>
    </message>
    <message>
        <source>tick p99 %1</source>
        <translation>tick p99 %1</translation>
    </message>
    <message>
        <source>1 batch waits</source>
        <translation>1 个批次等待</translation>
    </message>
    <message>
        <source>%1 batches wait</source>
        <translation>%1 个批次等待</translation>
    </message>
    <message>
        <source>1 block missed</source>
        <translation>丢失 1 个遥测块</translation>
    </message>
    <message>
        <source>%1 blocks missed</source>
        <translation>丢失 %1 个遥测块</translation>
    </message>
    <message>
        <source>recorder: last %1</source>
        <translation>记录器：最近 %1</translation>
    </message>
</context>
<context>
    <name>pushscope::TableView</name>
    <message>
        <source>order paused while you point</source>
        <translation>指向时暂停排序</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>复制行</translation>
    </message>
    <message>
        <source>Copies the selected rows as text with tabs</source>
        <translation>把所选各行复制为文本，以制表符分隔</translation>
    </message>
    <message>
        <source>Columns and order…</source>
        <translation>列和排序…</translation>
    </message>
    <message>
        <source>Which columns are shown, and by which the rows are sorted</source>
        <translation>显示哪些列，各行按哪列排序</translation>
    </message>
    <message>
        <source>order paused while many rows are selected</source>
        <translation>选中行较多时暂停排序</translation>
    </message>
    <message>
        <source>copying: row %1 of %2</source>
        <translation>正在复制：第 %1 行，共 %2 行</translation>
    </message>
    <message>
        <source>copied the first %1 of %2 rows; export the table for all</source>
        <translation>已复制前 %1 行，共 %2 行；要全部请导出表格</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>排序依据(&amp;S)</translation>
    </message>
    <message>
        <source>No column</source>
        <translation>不按列</translation>
    </message>
    <message>
        <source>Freeze the order</source>
        <translation>冻结顺序</translation>
    </message>
    <message>
        <source>Rows keep their places while their numbers go on; new ones wait until then</source>
        <translation>行保持原位，数字继续更新；新行等到解除冻结</translation>
    </message>
    <message>
        <source>order frozen; Ctrl+Alt+F lets it go on</source>
        <translation>顺序已冻结；按 Ctrl+Alt+F 继续</translation>
    </message>
</context>
<context>
    <name>pushscope::TimeTravel</name>
    <message>
        <source>Recordings (*.psrec)</source>
        <translation>录制 (*.psrec)</translation>
    </message>
    <message>
        <source>Recordings and bug reports (*.psrec *.zip)</source>
        <translation>录制和问题报告 (*.psrec *.zip)</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>%1 holds nothing that could be shown: it ended before anything was told.</source>
        <translation>%1 没有可显示的内容：在收到任何信息之前就结束了。</translation>
    </message>
    <message>
        <source>Replay of %1</source>
        <translation>回放 %1</translation>
    </message>
    <message>
        <source>Marked: %1</source>
        <translation>已标记：%1</translation>
    </message>
    <message>
        <source>Open recording</source>
        <translation>打开录制</translation>
    </message>
    <message>
        <source>Nothing is connected, so there is nothing to record. Choose File → Connect, or start a sandbox.</source>
        <translation>没有任何连接，因此没有内容可录制。请选择 文件 → 连接，或启动沙箱。</translation>
    </message>
    <message>
        <source>Record into a new file</source>
        <translation>录制到新文件</translation>
    </message>
    <message>
        <source>Save the last %1</source>
        <translation>保存最近 %1</translation>
    </message>
    <message>
        <source>Recording to %1</source>
        <translation>正在录制到 %1</translation>
    </message>
    <message>
        <source>Recorded: %1, %2</source>
        <translation>已录制：%1，%2</translation>
    </message>
</context>
<context>
    <name>pushscope::ViewMenu</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>已存视图</translation>
    </message>
    <message>
        <source>No view was saved yet</source>
        <translation>尚未保存视图</translation>
    </message>
    <message>
        <source>&amp;Save view…</source>
        <translation>保存视图(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Delete view</source>
        <translation>删除视图(&amp;D)</translation>
    </message>
    <message>
        <source>The view “%1” was deleted.</source>
        <translation>视图“%1”已删除。</translation>
    </message>
    <message>
        <source>The view “%1” cannot be read: the settings file is damaged there. Delete it, or save it anew.</source>
        <translation>视图“%1”无法读取：设置文件该处已损坏。请删除它，或重新保存。</translation>
    </message>
    <message>
        <source>The view “%1” has columns that this table does not have: %2. The rest of it is shown.</source>
        <translation>视图“%1”含本表没有的列：%2。其余已显示。</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>Name of this view; one of the same name is replaced:</source>
        <translation>视图的名称；同名的将被替换：</translation>
    </message>
    <message>
        <source>Saved as the view “%1”.</source>
        <translation>已保存为视图“%1”。</translation>
    </message>
    <message>
        <source>Saved views…</source>
        <translation>已存视图…</translation>
    </message>
    <message>
        <source>Query, columns, widths and order under a name</source>
        <translation>以名称保存的查询、列、列宽和排序</translation>
    </message>
    <message>
        <source>Keeps query, columns, widths and order under a name</source>
        <translation>以名称保存查询、列、列宽和排序</translation>
    </message>
</context>
<context>
    <name>pushscope::WakeHistograms</name>
    <message>
        <source>Latency and run time of wakes</source>
        <translation>唤醒的延迟与运行时间</translation>
    </message>
    <message>
        <source>From the event until the app ran</source>
        <translation>从事件到应用运行</translation>
    </message>
    <message>
        <source>How long it ran</source>
        <translation>运行了多久</translation>
    </message>
</context>
<context>
    <name>pushscope::WakesPage</name>
    <message>
        <source>Wakes per minute</source>
        <translation>每分钟唤醒</translation>
    </message>
    <message>
        <source>Apps that were resumed, in the last 60 s. Shows all rows.</source>
        <translation>最近 60 s 内被恢复运行的应用。点击显示全部行。</translation>
    </message>
    <message>
        <source>Missed per minute</source>
        <translation>每分钟错过</translation>
    </message>
    <message>
        <source>Wakes that were called for and did not happen, in the last 60 s. Shows their rows.</source>
        <translation>最近 60 s 内应发生而未发生的唤醒。点击显示这些行。</translation>
    </message>
    <message>
        <source>Short of resumes</source>
        <translation>恢复次数告急</translation>
    </message>
    <message>
        <source>Phones that used more than 10 of the 15 resumes that their system allows in 300 s, or as much of another limit. Selects them.</source>
        <translation>300 s 内已用系统允许的 15 次恢复中的 10 次以上（或其他上限的同等比例）的手机。点击选中它们。</translation>
    </message>
    <message>
        <source>Median latency</source>
        <translation>时延中位数</translation>
    </message>
    <message>
        <source>From the event until the app ran, and how long it ran, in the last 5 minutes. Shows all rows.</source>
        <translation>最近 5 分钟，从事件到应用运行的时间，以及运行了多久。点击显示全部行。</translation>
    </message>
    <message>
        <source>Devices of the lanes</source>
        <translation>泳道显示的设备</translation>
    </message>
    <message>
        <source>busiest devices</source>
        <translation>最忙的设备</translation>
    </message>
    <message>
        <source>selected devices</source>
        <translation>所选设备</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>泳道</translation>
    </message>
    <message>
        <source>Query: words, or wake:missed cause:data latency&gt;2s  (Ctrl+F)</source>
        <translation>查询：词语，或 wake:missed cause:data latency&gt;2s  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Query of the wakes</source>
        <translation>唤醒的查询</translation>
    </message>
    <message>
        <source>Wakes</source>
        <translation>唤醒</translation>
    </message>
    <message>
        <source>No wake matches the query. Clear it to see all %1.</source>
        <translation>没有唤醒符合查询。清空查询可看到全部 %1 次。</translation>
    </message>
    <message>
        <source>The server knows no device yet. Start phones with pushfleet, or let a device connect.</source>
        <translation>服务器尚不知道任何设备。请用 pushfleet 启动手机，或让设备连接。</translation>
    </message>
    <message>
        <source>Nobody has told of a wake yet, nor of a missed one. Only suspended apps are woken: send a phone of a kind that sleeps, such as ios-voip-classic, to the background on the Sessions page, then push to it.</source>
        <translation>尚无唤醒，也无错过的唤醒。只有挂起的应用才会被唤醒：请在“会话”页把会休眠的机型（例如 ios-voip-classic）切到后台，再向它推送。</translation>
    </message>
    <message>
        <source>no server connected</source>
        <translation>没有连接服务器</translation>
    </message>
    <message>
        <source>%1 in 5 min</source>
        <translation>5 分钟内 %1</translation>
    </message>
    <message>
        <source>no phone has a limit</source>
        <translation>没有手机有上限</translation>
    </message>
    <message>
        <source>1 keeps itself awake</source>
        <translation>1 部使自己一直醒着</translation>
    </message>
    <message>
        <source>%1 keep themselves awake</source>
        <translation>%1 部使自己一直醒着</translation>
    </message>
    <message>
        <source>of %1 with a limit</source>
        <translation>有上限的共 %1</translation>
    </message>
    <message>
        <source>then ran %1</source>
        <translation>随后运行 %1</translation>
    </message>
    <message>
        <source>No device is selected. Select some on the Sessions page, or choose the busiest devices above.</source>
        <translation>没有选择设备。请在“会话”页选择，或在上方选“最忙的设备”。</translation>
    </message>
    <message>
        <source>Show what is behind “%1”</source>
        <translation>查看“%1”的明细</translation>
    </message>
    <message>
        <source>being counted</source>
        <translation>正在统计</translation>
    </message>
    <message>
        <source>The busiest of %1 devices are being looked for.</source>
        <translation>正在 %1 个设备中查找最活跃的。</translation>
    </message>
    <message>
        <source>Latency and run time</source>
        <translation>延迟与运行时间</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
    <message>
        <source>The lanes follow what happens again (Escape)</source>
        <translation>泳道重新跟随当前情况（Esc）</translation>
    </message>
    <message>
        <source>They do. Zoom with Ctrl and the wheel or + and −, drag to look back</source>
        <translation>已在跟随。用 Ctrl 加滚轮或 + 和 − 缩放，拖动以回看</translation>
    </message>
</context>
</TS>
