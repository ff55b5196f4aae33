namespace VllmStream.Profiling.Reporting.Html;

/// <summary>The style sheet of a page: light, dark, narrow and paper.</summary>
internal static class PageStyle
{
    /// <summary>Its text. The page's policy names its hash, so nothing is put into it.</summary>
    public const string Text = """
        :root{color-scheme:light dark;--bg:#fff;--ink:#1b1f24;--soft:#5c6670;--rule:#d9dee3;--panel:#f5f7f9;--good:#1a7f37;--bad:#c62828;--warn:#9a6700;
        --c1:#1f6fc4;--c2:#c8670a;--c3:#b3264e;--c4:#2b8a57;--bar:#7fb0e6;--idle:rgba(120,130,140,.13);--hover:rgba(31,111,196,.16)}
        @media (prefers-color-scheme:dark){:root{--bg:#14181d;--ink:#e4e8ec;--soft:#9aa5b0;--rule:#333b44;--panel:#1c2229;--good:#4cc36d;--bad:#ff7b72;--warn:#e3b341;
        --c1:#6cb0ff;--c2:#f0a04b;--c3:#ff7ea0;--c4:#5fce93;--bar:#3f6fa6;--idle:rgba(160,170,180,.12);--hover:rgba(108,176,255,.2)}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;padding:16px 20px 48px;max-width:1280px;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        h1,h2,h3,p,ul,figure{margin:0}
        h1{font-size:22px;line-height:1.3;overflow-wrap:anywhere}
        h2{font-size:17px;margin:32px 0 10px;padding-top:10px;border-top:1px solid var(--rule)}
        h3{font-size:15px;margin:16px 0 6px;overflow-wrap:anywhere}
        p,li,td,th,figcaption{overflow-wrap:anywhere}
        p{margin:6px 0;max-width:80ch}
        a{color:var(--c1)}
        nav{margin:12px 0 0;display:flex;flex-wrap:wrap;gap:2px 14px;font-size:13px}
        .sub,.note,.absent{color:var(--soft)}
        .note,.absent{font-size:13.5px}
        .absent{font-style:italic}
        .verdict{display:inline-block;padding:2px 10px;border:2px solid currentColor;border-radius:6px;font-weight:700;letter-spacing:.03em}
        .good{color:var(--good)}.bad-text{color:var(--bad)}.warn-text{color:var(--warn)}
        .findings{padding:0;list-style:none}
        .findings li{margin:8px 0;padding:8px 12px;background:var(--panel);border-left:4px solid var(--c1);border-radius:0 6px 6px 0;max-width:90ch}
        .findings .warning{border-color:var(--warn)}.findings .invalid{border-color:var(--bad)}
        .findings p{margin:2px 0}
        .box{overflow-x:auto;max-width:100%;margin:6px 0}
        table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
        th,td{padding:3px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th{color:var(--soft);font-weight:600;font-size:13px;white-space:nowrap}
        tbody th{font-weight:600}
        .figures td,.figures thead th:not(:first-child){text-align:right;white-space:nowrap}
        .figures tbody th{min-width:7em}
        .figures td.words,.figures thead th.words{text-align:left;white-space:normal}
        .facts th{width:11em;color:var(--soft);font-weight:500}
        .facts,.words-table{width:100%}
        .falls td,.falls th{vertical-align:middle;white-space:nowrap}
        .falls td.course{min-width:260px;width:100%;padding:0 10px}
        .falls td:not(.course):not(.words),.falls thead th:nth-child(n+5){text-align:right}
        .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,370px),1fr));gap:14px 22px}
        figure{min-width:0}
        figcaption{font-size:13.5px;display:flex;flex-wrap:wrap;gap:0 10px;align-items:baseline}
        .key{color:var(--soft);white-space:nowrap}
        .key::before{content:"";display:inline-block;width:16px;height:0;border-top:3px solid var(--c1);margin-right:5px;vertical-align:middle}
        .k2::before{border-top-color:var(--c2);border-top-style:dashed}.k3::before{border-top-color:var(--c3);border-top-style:dotted}.k4::before{border-top-color:var(--c4)}
        .kwait::before,.kttft::before,.kdecode::before,.ktail::before,.kbad::before{border-top-width:10px;border-top-style:solid}
        .kwait::before{border-top-color:var(--rule)}.kttft::before{border-top-color:var(--c2)}.kdecode::before{border-top-color:var(--c1)}.ktail::before{border-top-color:var(--soft)}.kbad::before{border-top-color:var(--bad)}
        svg{display:block;width:100%;height:auto}
        svg.plot{max-width:560px}
        svg.fall{height:18px;min-width:240px}
        text{font-size:11px;fill:var(--soft);font-family:inherit}
        text.group{fill:var(--ink)}
        .rule{stroke:var(--rule);stroke-width:.7;fill:none}
        .axis{stroke:var(--soft);stroke-width:1;fill:none}
        .bar{fill:var(--bar)}.idle{fill:var(--idle)}.mark{fill:var(--c2);opacity:.75}.range{fill:var(--soft)}
        .line{fill:none;stroke-width:1.7;stroke-linejoin:round}
        .line.s1{stroke:var(--c1)}.line.s2{stroke:var(--c2);stroke-dasharray:5 2.5}.line.s3{stroke:var(--c3);stroke-dasharray:1.5 2}.line.s4{stroke:var(--c4)}
        .dot.s1{fill:var(--c1)}.dot.s2{fill:var(--c2)}.dot.s3{fill:var(--c3)}.dot.s4{fill:var(--c4)}
        .wait{fill:var(--rule)}.ttft{fill:var(--c2)}.decode{fill:var(--c1)}.tail{fill:var(--soft)}.bad{fill:var(--bad)}.tickmark{fill:var(--ink);opacity:.55}
        svg *{pointer-events:none}svg .hit{fill:transparent;pointer-events:all}svg .hit:hover{fill:var(--hover)}
        .tip{position:fixed;z-index:9;left:0;top:0;max-width:min(320px,90vw);padding:6px 10px;background:var(--ink);color:var(--bg);border-radius:6px;font-size:13px;white-space:pre-line;pointer-events:none;font-variant-numeric:tabular-nums}
        .tip[hidden]{display:none}
        pre,code{font:13px/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
        pre{margin:0;padding:8px 10px;background:var(--panel);border-radius:6px;width:max-content;min-width:100%}
        summary{cursor:pointer}
        footer{margin-top:36px;color:var(--soft);font-size:13px}
        @media (max-width:520px){body{padding:12px 12px 40px}th,td{padding:3px 6px}.facts th{width:7.5em}}
        @media print{:root{color-scheme:light;--bg:#fff;--ink:#000;--soft:#444;--rule:#bbb;--panel:#f4f4f4;--good:#1a7f37;--bad:#c62828;--warn:#9a6700;--c1:#1f6fc4;--c2:#c8670a;--c3:#b3264e;--c4:#2b8a57;--bar:#9cc2ec;--idle:rgba(120,130,140,.15)}
        body{max-width:none;padding:0;font-size:10pt}nav,.tip{display:none}.grid{grid-template-columns:1fr 1fr}.box{overflow:visible}table{font-size:8.5pt}.figures td,.figures thead th:not(:first-child),.falls td,.falls th,thead th{white-space:normal}th,td{padding:2px 5px}
        h2{break-after:avoid}figure,tr,.findings li{break-inside:avoid}.falls td.course{min-width:120px}svg.fall{min-width:110px}pre{white-space:pre-wrap;width:auto;font-size:8pt}}
        """;
}
