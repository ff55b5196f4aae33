using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>The style sheet of a comparison: that of a report, and what only a comparison draws.</summary>
internal static class ComparisonStyle
{
    /// <summary>Its text. The page's policy names its hash, so nothing is put into it.</summary>
    public const string Text = PageStyle.Text + """

        .verdict.sub{color:var(--ink)}
        .compare td,.compare th{vertical-align:middle}
        .compare td.course{padding:0 10px}
        .compare thead th:last-child{text-align:left}.compare thead th:nth-last-child(2){text-align:center}
        svg.forest{width:220px;height:24px}
        .band{fill:var(--idle)}.zero{fill:var(--soft);opacity:.7}
        .worse{fill:var(--bad)}.better{fill:var(--good)}.no-evidence{fill:var(--soft)}.too-few{fill:none;stroke:var(--soft);stroke-width:1.5}
        td.worse{color:var(--bad);font-weight:700}td.better{color:var(--good);font-weight:700}td.no-evidence,td.too-few{color:var(--soft)}
        .kband::before{border-top:10px solid var(--rule)}
        details{margin:8px 0}summary{font-weight:600;overflow-wrap:anywhere}
        .notes{padding-left:18px}.notes li{margin:4px 0;max-width:90ch}
        .words-table td{min-width:6em}.words-table tbody th{min-width:5.5em;overflow-wrap:break-word}
        @media (max-width:760px){
        .compare{width:100%}.compare thead{display:none}.compare,.compare tbody{display:block}
        .compare tbody tr{display:grid;grid-template-columns:auto auto 1fr auto;grid-template-areas:"name name name says" "a b unit change" "course course course course" "interval interval interval interval";gap:1px 12px;padding:8px 2px;border-bottom:1px solid var(--rule)}
        .compare tbody th,.compare tbody td{border:0;padding:0;text-align:left;white-space:normal}
        .compare th{grid-area:name}.compare .says{grid-area:says;text-align:right}.compare .a{grid-area:a}.compare .b{grid-area:b}.compare .unit{grid-area:unit}.compare .change{grid-area:change;text-align:right}
        .compare td.course{grid-area:course;padding:2px 0}.compare .interval{grid-area:interval}
        .compare .a::before{content:"a "}.compare .b::before{content:"b "}.compare .interval:not(:empty)::before{content:"95 % interval "}.compare .a::before,.compare .b::before,.compare .interval::before{color:var(--soft)}
        svg.forest{width:100%;height:auto}
        }
        """;
}
