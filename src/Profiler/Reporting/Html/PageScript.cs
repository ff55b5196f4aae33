namespace VllmStream.Profiling.Reporting.Html;

/// <summary>The script of a page: what a chart tells at a place is shown at once, by touch too. Without it the browser's own hints tell the same.</summary>
internal static class PageScript
{
    /// <summary>Its text. The page's policy names its hash, so nothing is put into it.</summary>
    public const string Text = """
        (() => {
          const tip = document.createElement("div");
          tip.className = "tip";
          tip.hidden = true;
          document.body.append(tip);
          const texts = new WeakMap();
          const textOf = hit => {
            if (!texts.has(hit)) {
              const title = hit.querySelector("title");
              texts.set(hit, title.textContent);
              hit.setAttribute("aria-label", title.textContent);
              title.remove();
            }
            return texts.get(hit);
          };
          const show = event => {
            const hit = event.target instanceof Element ? event.target.closest(".hit") : null;
            tip.hidden = hit === null;
            if (hit === null) return;
            tip.textContent = textOf(hit);
            const { clientWidth: width, clientHeight: height } = document.documentElement;
            const left = event.clientX + 14 + tip.offsetWidth > width ? event.clientX - 14 - tip.offsetWidth : event.clientX + 14;
            const top = event.clientY + 14 + tip.offsetHeight > height ? event.clientY - 14 - tip.offsetHeight : event.clientY + 14;
            tip.style.left = Math.max(4, Math.min(left, width - tip.offsetWidth - 4)) + "px";
            tip.style.top = Math.max(4, top) + "px";
          };
          document.addEventListener("pointermove", show);
          document.addEventListener("pointerdown", show);
          document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
          document.documentElement.addEventListener("pointerleave", () => { tip.hidden = true; });
        })();
        """;
}
